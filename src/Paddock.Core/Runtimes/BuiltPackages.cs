namespace Paddock.Core.Runtimes;

/// <summary>What a build has made. The bytes are with the sandbox, under <see cref="Key"/>.</summary>
public sealed record BuiltPackages
{
    /// <summary>SHA-256 of what was asked for, 64 lower-case hexadecimal digits: manifest, language and interpreter. Builds with one key are one.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of what came of it, 64 lower-case hexadecimal digits. Packages are used only while they still have it.</summary>
    public required string Digest { get; init; }

    /// <summary>What was resolved, with hashes; as the next build's lock it gives the same bytes again.</summary>
    public required string Lock { get; init; }
}
