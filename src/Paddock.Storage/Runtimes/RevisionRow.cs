using Paddock.Core.Runtimes;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Runtimes;

/// <summary>A revision for itself.</summary>
internal sealed record RevisionRow : RevisionColumns
{
    public static RevisionRow Of(string projectId, StoredRevision revision) => new()
    {
        ProjectId = projectId,
        RuntimeId = revision.RuntimeId,
        Id = revision.Id,
        Language = RuntimeWords.Of(revision.Language),
        Status = RuntimeWords.Of(revision.Status),
        Attempts = revision.Attempts,
        PackageKey = revision.Packages?.Key,
        PackageDigest = revision.Packages?.Digest,
        CreatedAt = Ticks.Of(revision.CreatedAt),
        ManifestName = revision.ManifestName,
        Manifest = Text.ToBytes(revision.Manifest),
        Imports = revision.Imports is { } imports ? Text.ToBytes(imports) : null,
        Preloads = Text.ToBytes(revision.Preloads),
        PackageLock = revision.Packages is { } packages ? Text.ToBytes(packages.Lock) : null,
        BuildLog = Text.ToBytes(revision.BuildLog),
    };
}
