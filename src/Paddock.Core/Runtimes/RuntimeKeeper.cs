using System.Globalization;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Ids;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Runtimes;
using Paddock.Core.Executions;
using Paddock.Core.Paging;
using Paddock.Core.Projects;
using Paddock.Core.Requests;

namespace Paddock.Core.Runtimes;

/// <summary>The use cases of <c>/v1/runtimes</c>. Each may throw a <see cref="StorageException"/>.</summary>
internal sealed class RuntimeKeeper(
    IRuntimeStore store,
    BuildQueue queue,
    RevisionCatalog catalog,
    IPackageBuilder builder,
    IOptions<ExecutionsOptions> executions,
    IOptions<RuntimesOptions> options,
    TimeProvider time)
{
    /// <summary>The most that the manifests of one runtime's revisions may have together, about.</summary>
    private const long MaxListBytes = 16 * 1024 * 1024;

    // What a revision has besides its manifest.
    private const long RevisionBytes = 512;

    // Builds take seconds to minutes.
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(10);

    private readonly RuntimeDraftParser _parser = new(executions.Value, options.Value);

    /// <summary>Stores a new runtime, and has its first revision built.</summary>
    public async ValueTask<Answer<Runtime>> CreateAsync(Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_parser.ParseRuntime(body, out RuntimeDraft? draft) is { } rejection)
        {
            return rejection;
        }

        DateTimeOffset now = time.GetUtcNow();
        string id = Ulid.Next(now);
        StoredRuntime runtime = new()
        {
            Id = id,
            Name = draft!.Name,
            Language = draft.Language,
            Engine = draft.Engine,
            CreatedAt = now,
            Newest = Draw(id, draft.Language, draft.Revision, now),
        };
        async ValueTask<bool> Store()
        {
            await store.AddAsync(caller.ProjectId, runtime, cancellationToken).ConfigureAwait(false);
            return true;
        }

        Answer<StoredRevision> added = await AddAsync(caller, runtime.Newest, Store).ConfigureAwait(false);
        return added.Rejection is { } full ? full : RuntimeForms.Describe(runtime);
    }

    /// <summary>A runtime as it is now.</summary>
    public async ValueTask<Answer<Runtime>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        StoredRuntime? runtime = await ReadAsync(caller, id, cancellationToken).ConfigureAwait(false);
        return runtime is null ? Missing.Runtime(id) : RuntimeForms.Describe(runtime);
    }

    /// <summary>A page of what there is, the newest first.</summary>
    /// <param name="caller">Whose runtimes.</param>
    /// <param name="limit">The query's <c>limit</c>, null when it has none.</param>
    /// <param name="startingAfter">The query's <c>starting_after</c>, null when it has none.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    public async ValueTask<Answer<RuntimeList>> ListAsync(Caller caller, string? limit, string? startingAfter, CancellationToken cancellationToken)
    {
        if (PageRules.Read(limit, startingAfter, out Page page) is { } rejection)
        {
            return rejection;
        }

        IReadOnlyList<StoredRuntime> runtimes = await store.ListAsync(caller.ProjectId, page, cancellationToken).ConfigureAwait(false);
        return new RuntimeList { Runtimes = [.. runtimes.Select(RuntimeForms.Describe)] };
    }

    /// <summary>Removes a runtime with all of its revisions, and ends their builds.</summary>
    public async ValueTask<Answer<Deleted>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Ulid.IsValid(id))
        {
            return Missing.Runtime(id);
        }

        IReadOnlyList<StoredRevision> revisions = await store.ListRevisionsAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false);
        if (!await store.DeleteAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false))
        {
            return Missing.Runtime(id);
        }

        queue.DropRuntime(id);
        catalog.ForgetRuntime(id);
        foreach (StoredRevision revision in revisions)
        {
            builder.Forget(revision.Id);
        }

        return new Deleted { Id = id, IsDeleted = true };
    }

    /// <summary>Adds a revision to a runtime, and has it built.</summary>
    public async ValueTask<Answer<Revision>> ReviseAsync(Caller caller, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        StoredRuntime? runtime = await ReadAsync(caller, id, cancellationToken).ConfigureAwait(false);
        if (runtime is null)
        {
            return Missing.Runtime(id);
        }

        if (_parser.ParseRevision(body, runtime.Language, out RevisionDraft? draft) is { } rejection)
        {
            return rejection;
        }

        if (await CheckRoomAsync(caller, id, cancellationToken).ConfigureAwait(false) is { } overfull)
        {
            return overfull;
        }

        StoredRevision revision = Draw(id, runtime.Language, draft!, time.GetUtcNow());
        Answer<StoredRevision> added = await AddAsync(
            caller, revision, () => store.AddRevisionAsync(caller.ProjectId, revision, cancellationToken)).ConfigureAwait(false);
        return added.Rejection is { } full ? full : RuntimeForms.Describe(revision, revision.BuildLog);
    }

    /// <summary>All revisions of a runtime, the newest first.</summary>
    public async ValueTask<Answer<RevisionList>> ListRevisionsAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredRevision> revisions = Ulid.IsValid(id)
            ? await store.ListRevisionsAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false)
            : [];
        return revisions.Count == 0 ? Missing.Runtime(id) : new RevisionList { Revisions = [.. revisions.Select(RuntimeForms.Describe)] };
    }

    /// <summary>One revision, with what its build says.</summary>
    public async ValueTask<Answer<Revision>> FindRevisionAsync(Caller caller, string id, string revisionId, CancellationToken cancellationToken)
    {
        Answer<StoredRevision> found = await ReadRevisionAsync(caller, id, revisionId, cancellationToken).ConfigureAwait(false);
        return found.Value is { } revision ? RuntimeForms.Describe(revision, LogOf(revision)) : found.Rejection!;
    }

    /// <summary>Gives up the build of a revision that waits or is being built.</summary>
    public async ValueTask<Answer<Revision>> CancelAsync(Caller caller, string id, string revisionId, CancellationToken cancellationToken)
    {
        while (true)
        {
            Answer<StoredRevision> found = await ReadRevisionAsync(caller, id, revisionId, cancellationToken).ConfigureAwait(false);
            if (found.Value is not { } revision)
            {
                return found.Rejection!;
            }

            if (revision.Status is not (RevisionStatus.Pending or RevisionStatus.Building))
            {
                return new Rejection(
                    StatusCode.FailedPrecondition,
                    $"revision {Show.Text(revisionId)} has status {RuntimeForms.NameOf(revision.Status)}, but only a pending or building one can be cancelled");
            }

            StoredRevision cancelled = revision with { Status = RevisionStatus.Cancelled, BuildLog = $"{LogOf(revision)}paddock: cancelled\n" };
            if (await store.TryUpdateRevisionAsync(revision.Status, cancelled, cancellationToken).ConfigureAwait(false))
            {
                queue.Drop(revision.Id);
                return RuntimeForms.Describe(cancelled, cancelled.BuildLog);
            }

            // Each turn more means that its build went on to the next status.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static StoredRevision Draw(string runtimeId, RuntimeLanguage language, RevisionDraft draft, DateTimeOffset now) => new()
    {
        Id = Ulid.Next(now),
        RuntimeId = runtimeId,
        Language = language,
        ManifestName = draft.ManifestName,
        Manifest = draft.Manifest,
        Imports = draft.Imports,
        Status = RevisionStatus.Pending,
        CreatedAt = now,
    };

    /// <summary>Their list has no pages, so there must be an end to it.</summary>
    private async ValueTask<Rejection?> CheckRoomAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredRevision> revisions = await store.ListRevisionsAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false);
        return revisions.Sum(static revision => RevisionBytes + revision.Manifest.Length + (revision.Imports?.Length ?? 0)) < MaxListBytes ? null : new Rejection(
            StatusCode.FailedPrecondition,
            string.Create(CultureInfo.InvariantCulture, $"runtime {Show.Text(id)} has {revisions.Count} revisions, and a list of them would get too long: their manifests may have {MaxListBytes} bytes together; make another runtime"));
    }

    /// <summary>Stores a revision and puts it into the queue.</summary>
    private async ValueTask<Answer<StoredRevision>> AddAsync(Caller caller, StoredRevision revision, Func<ValueTask<bool>> store)
    {
        if (!queue.TryReserve(caller.ProjectId))
        {
            return new Rejection(StatusCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Value.MaxQueuedBuilds} revisions of this project wait for their builds, and no more may; try again after the time in the Retry-After header, cancel some, or raise {RuntimesOptions.Setting(nameof(RuntimesOptions.MaxQueuedBuilds))} on the server"))
            {
                RetryAfter = _retryAfter,
            };
        }

        try
        {
            if (!await store().ConfigureAwait(false))
            {
                return Missing.Runtime(revision.RuntimeId);
            }

            queue.Add(new ProjectRevision(caller.ProjectId, revision));
            return revision;
        }
        catch
        {
            // It may be stored all the same.
            queue.Look();
            throw;
        }
        finally
        {
            queue.Release(caller.ProjectId);
        }
    }

    private string LogOf(StoredRevision revision) => (revision.Status == RevisionStatus.Building ? queue.LogOf(revision.Id) : null) ?? revision.BuildLog;

    private async ValueTask<StoredRuntime?> ReadAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        Ulid.IsValid(id) ? await store.FindAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false) : null;

    private async ValueTask<Answer<StoredRevision>> ReadRevisionAsync(Caller caller, string id, string revisionId, CancellationToken cancellationToken)
    {
        StoredRevision? revision = Ulid.IsValid(id) && Ulid.IsValid(revisionId)
            ? await store.FindRevisionAsync(caller.ProjectId, revisionId, cancellationToken).ConfigureAwait(false)
            : null;
        return revision is not null && revision.RuntimeId == id ? revision : Missing.RevisionOfRuntime(id, revisionId);
    }
}
