namespace Paddock.Core.Runtimes;

/// <summary>A checked set of packages.</summary>
/// <param name="ManifestName">See <see cref="StoredRevision.ManifestName"/>.</param>
/// <param name="Manifest">See <see cref="StoredRevision.Manifest"/>.</param>
/// <param name="Imports">See <see cref="StoredRevision.Imports"/>.</param>
internal sealed record RevisionDraft(string ManifestName, string Manifest, string? Imports);
