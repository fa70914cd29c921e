using Paddock.Core.Secrets;

namespace Paddock.Core.Tools;

/// <summary>An environment variable of a tool's execution.</summary>
/// <param name="Name">Its name, checked.</param>
/// <param name="Value">Its value, checked; null when a stored secret has it.</param>
/// <param name="Secret">The secret; null when the value is given.</param>
internal sealed record ToolVariable(string Name, string? Value, SecretReference? Secret);
