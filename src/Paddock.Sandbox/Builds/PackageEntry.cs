namespace Paddock.Sandbox.Builds;

/// <summary>The head of one entry of a package stream: docs/protocols/build.md.</summary>
/// <param name="Kind">What follows.</param>
/// <param name="Path">Of a file; empty for the others.</param>
/// <param name="Size">Bytes that follow.</param>
internal readonly record struct PackageEntry(PackageEntryKind Kind, string Path, long Size);
