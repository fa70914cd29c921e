namespace Paddock.Core.Grants;

/// <summary>A host, or a set of hosts, in canonical form: lower case, IDNA, no trailing dot.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Host">The canonical name or address; empty for <see cref="HostPatternKind.Any"/>.</param>
/// <param name="Port">1 to 65535, or null for the port of the scheme.</param>
internal sealed record HostPattern(HostPatternKind Kind, string Host, int? Port);
