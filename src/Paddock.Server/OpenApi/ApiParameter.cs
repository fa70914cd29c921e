namespace Paddock.Server.OpenApi;

/// <summary>A parameter in a query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its JSON type: <c>integer</c>, <c>string</c> or <c>boolean</c>.</param>
/// <param name="Description">What it does.</param>
internal sealed record ApiParameter(string Name, string Type, string Description);
