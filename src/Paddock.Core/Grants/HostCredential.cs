namespace Paddock.Core.Grants;

/// <summary>What is added to requests to an allowed host, outside the cell.</summary>
internal abstract record HostCredential;
