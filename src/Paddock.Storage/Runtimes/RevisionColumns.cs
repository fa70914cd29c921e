using Paddock.Core.Runtimes;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Runtimes;

/// <summary>A revision as its table has it, with or without what is long.</summary>
internal abstract record RevisionColumns
{
    public required string ProjectId { get; init; }

    public required string RuntimeId { get; init; }

    public required string Id { get; init; }

    public required string Language { get; init; }

    public required string Status { get; init; }

    public required long Attempts { get; init; }

    public required string? PackageKey { get; init; }

    public required string? PackageDigest { get; init; }

    public required long CreatedAt { get; init; }

    public required string ManifestName { get; init; }

    public required byte[] Manifest { get; init; }

    public required byte[]? Imports { get; init; }

    public required byte[] Preloads { get; init; }

    /// <summary>Null where lists leave it out, too.</summary>
    public byte[]? PackageLock { get; init; }

    /// <summary>Null where lists leave it out.</summary>
    public byte[]? BuildLog { get; init; }

    public StoredRevision ToRevision() => new()
    {
        Id = Id,
        RuntimeId = RuntimeId,
        Language = RuntimeWords.ToLanguage(Language),
        ManifestName = ManifestName,
        Manifest = Text.FromBytes(Manifest),
        Imports = Imports is { } imports ? Text.FromBytes(imports) : null,
        Status = RuntimeWords.ToStatus(Status),
        Attempts = (int)Attempts,
        BuildLog = Text.FromBytes(BuildLog ?? []),
        Packages = ToPackages(),
        Preloads = Text.FromBytes(Preloads),
        CreatedAt = Ticks.ToTime(CreatedAt),
    };

    public BuiltPackages? ToPackages() => PackageKey is { } key && PackageDigest is { } digest
        ? new BuiltPackages { Key = key, Digest = digest, Lock = Text.FromBytes(PackageLock ?? []) }
        : null;
}
