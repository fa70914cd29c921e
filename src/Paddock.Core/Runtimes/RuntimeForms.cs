using Paddock.Contracts.Runtimes;

namespace Paddock.Core.Runtimes;

/// <summary>Stored runtimes and revisions in the form of the wire.</summary>
internal static class RuntimeForms
{
    public static string NameOf(RevisionStatus status) => status switch
    {
        RevisionStatus.Pending => RevisionStatuses.Pending,
        RevisionStatus.Building => RevisionStatuses.Building,
        RevisionStatus.Succeeded => RevisionStatuses.Succeeded,
        RevisionStatus.Failed => RevisionStatuses.Failed,
        RevisionStatus.Cancelled => RevisionStatuses.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static Runtime Describe(StoredRuntime runtime) => new()
    {
        Id = runtime.Id,
        Name = runtime.Name,
        Language = RuntimeNames.Of(runtime.Language),
        Engine = runtime.Engine,
        Status = NameOf(runtime.Newest.Status),
        RevisionId = runtime.Newest.Id,
        ManifestFile = ManifestOf(runtime.Newest),
        AdditionalPythonImports = runtime.Newest.Imports,
    };

    /// <summary>A revision in a list.</summary>
    public static Revision Describe(StoredRevision revision) => new()
    {
        Id = revision.Id,
        RuntimeId = revision.RuntimeId,
        ManifestFile = ManifestOf(revision),
        Status = NameOf(revision.Status),
        AdditionalPythonImports = revision.Imports,
    };

    /// <summary>A revision by itself.</summary>
    public static Revision Describe(StoredRevision revision, string log) => Describe(revision) with
    {
        BuildLog = log,
        LockFile = revision is { Status: RevisionStatus.Succeeded, Packages: { } packages } ? new ManifestFile { Name = LockOf(revision.Language), Contents = packages.Lock } : null,
    };

    private static ManifestFile ManifestOf(StoredRevision revision) => new() { Name = revision.ManifestName, Contents = revision.Manifest };

    private static string LockOf(RuntimeLanguage language) => language == RuntimeLanguage.Python ? "requirements.txt" : "bun.lock";
}
