using Paddock.Contracts.Errors;
using Paddock.Contracts.Ids;
using Paddock.Core.Executions;
using Paddock.Core.Requests;
using Paddock.Core.Schemas;

namespace Paddock.Core.Runtimes;

/// <summary>Finds the packages behind a <c>runtime_revision_id</c>. Those that were used last are known without asking the storage.</summary>
internal sealed class RevisionCatalog(IRuntimeStore store)
{
    /// <summary>Bytes of what is known, as an estimate.</summary>
    private const long MaxKeptBytes = 4 * 1024 * 1024;

    // What a revision without imports takes.
    private const int OwnBytes = 1024;

    private readonly RecentlyUsed<Known> _known = new(MaxKeptBytes);
    private long _forgotten;

    /// <summary>The packages for an execution in <paramref name="language"/>; neither packages nor a rejection when <paramref name="id"/> is null, which is the plain runtime.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    public async ValueTask<Answer<PackageSet>> ResolveAsync(string projectId, string? id, Language language, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            return default;
        }

        if (_known.TryGet(NameOf(projectId, id), out Known? known))
        {
            return CheckLanguage(id, known.Packages.Language, language) is { } misfit ? misfit : known.Packages;
        }

        // Whatever is deleted from here on must not be kept.
        long forgotten = Interlocked.Read(ref _forgotten);
        Answer<StoredRevision> found = await FindAsync(projectId, id, language, cancellationToken).ConfigureAwait(false);
        if (found.Value is not { } revision)
        {
            return found.Rejection!;
        }

        if (revision is not { Status: RevisionStatus.Succeeded, Packages: { } built })
        {
            return NotBuilt(revision);
        }

        PackageSet packages = Describe(revision, built);
        if (forgotten == Interlocked.Read(ref _forgotten))
        {
            _known.Add(NameOf(projectId, id), new Known(revision.RuntimeId, packages), OwnBytes + (2L * (packages.Imports.Length + packages.Preloads.Length)));
        }

        return packages;
    }

    /// <summary>Why a tool in <paramref name="language"/> cannot name the revision, whether it is built yet or not; null: it can.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    public async ValueTask<Rejection?> CheckAsync(string projectId, string id, Language language, CancellationToken cancellationToken) =>
        (await FindAsync(projectId, id, language, cancellationToken).ConfigureAwait(false)).Rejection;

    /// <summary>What an execution needs of a revision that has succeeded.</summary>
    public static PackageSet Describe(StoredRevision revision, BuiltPackages packages) => new()
    {
        RevisionId = revision.Id,
        Language = revision.Language,
        Key = packages.Key,
        Digest = packages.Digest,
        Imports = revision.Imports ?? "",
        Preloads = revision.Preloads,
    };

    /// <summary>The revision is to be asked for again.</summary>
    public void Forget(string revisionId) => Forget((known) => known.Packages.RevisionId == revisionId);

    /// <summary>The runtime was deleted.</summary>
    public void ForgetRuntime(string runtimeId) => Forget((known) => known.RuntimeId == runtimeId);

    private static string NameOf(string projectId, string id) => $"{projectId}/{id}";

    private static Rejection? CheckLanguage(string id, RuntimeLanguage packages, Language language) => RuntimeNames.PackagesOf(language) == packages
        ? null
        : Rejection.Invalid($"runtime_revision_id {Show.Text(id)} has packages for {RuntimeNames.Of(packages)}, but language is \"{LanguageNames.Of(language)}\"; name a revision of another runtime, or leave it out");

    private static Rejection NotBuilt(StoredRevision revision) => new(StatusCode.FailedPrecondition, $"runtime revision \"{revision.Id}\" has status {RuntimeForms.NameOf(revision.Status)}, but must have status succeeded; " + revision.Status switch
    {
        RevisionStatus.Failed => $"build_log of GET /v1/runtimes/{revision.RuntimeId}/revisions/{revision.Id} tells why it failed",
        RevisionStatus.Cancelled => "make a new revision",
        _ => $"ask GET /v1/runtimes/{revision.RuntimeId}/revisions/{revision.Id} until it has",
    });

    private async ValueTask<Answer<StoredRevision>> FindAsync(string projectId, string id, Language language, CancellationToken cancellationToken)
    {
        if (RuntimeNames.PackagesOf(language) is null)
        {
            return Rejection.Invalid($"runtime_revision_id is {Show.Text(id)}, but there are no packages for language \"{LanguageNames.Of(language)}\"; leave it out");
        }

        StoredRevision? revision = Ulid.IsValid(id) ? await store.FindRevisionAsync(projectId, id, cancellationToken).ConfigureAwait(false) : null;
        return revision is null ? Missing.RuntimeRevision(id) : CheckLanguage(id, revision.Language, language) is { } misfit ? misfit : revision;
    }

    private void Forget(Predicate<Known> isGone)
    {
        Interlocked.Increment(ref _forgotten);
        _known.Remove(isGone);
    }

    private sealed record Known(string RuntimeId, PackageSet Packages);
}
