using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Contracts.Resources;
using Paddock.Core.Executions;
using Paddock.Core.Paging;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tools;

/// <summary>The use cases of <c>/v1/tools</c> but the execution. Each may throw a <see cref="StorageException"/>.</summary>
internal sealed class ToolKeeper(IToolStore store, ToolSchemas schemas, RevisionCatalog catalog, IOptions<ExecutionsOptions> options, TimeProvider time)
{
    /// <summary>A page ends early once its tools have so many bytes of code and schema: SDKs stop only on an empty page.</summary>
    private const long MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>Tools that are read in one go: what does not fit into the page was read for nothing.</summary>
    private const int Step = 25;

    private readonly ToolDraftParser _parser = new(options.Value, schemas);

    /// <summary>Stores a new tool.</summary>
    public async ValueTask<Answer<StoredTool>> CreateAsync(Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_parser.ParseNew(body, out ToolDraft draft) is { } rejection)
        {
            return rejection;
        }

        DateTimeOffset now = time.GetUtcNow();
        StoredTool tool = new()
        {
            Id = Ulid.Next(now),
            RevisionId = Ulid.Next(now),
            Name = draft.Name!,
            Description = draft.Description!,
            Language = draft.Language!,
            Code = draft.Code!,
            InputSchema = draft.InputSchema!,
            RuntimeRevisionId = RevisionOf(draft, null),
            CreatedAt = now,
        };
        if (await CheckRevisionAsync(caller, tool, cancellationToken).ConfigureAwait(false) is { } unfit)
        {
            return unfit;
        }

        await store.AddAsync(caller.ProjectId, tool, cancellationToken).ConfigureAwait(false);
        return tool;
    }

    /// <summary>A tool as it is now.</summary>
    public async ValueTask<Answer<StoredTool>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        StoredTool? tool = Ulid.IsValid(id) ? await store.FindAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false) : null;
        return tool is null ? Missing.Tool(id) : tool;
    }

    /// <summary>A page of what there is, the newest first.</summary>
    /// <param name="caller">Whose tools.</param>
    /// <param name="limit">The query's <c>limit</c>, null when it has none.</param>
    /// <param name="startingAfter">The query's <c>starting_after</c>, null when it has none.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    public async ValueTask<Answer<IReadOnlyList<StoredTool>>> ListAsync(Caller caller, string? limit, string? startingAfter, CancellationToken cancellationToken)
    {
        if (PageRules.Read(limit, startingAfter, out Page page) is { } rejection)
        {
            return rejection;
        }

        List<StoredTool> tools = [];
        long bytes = 0;
        while (tools.Count < page.Limit)
        {
            int most = Math.Min(Step, page.Limit - tools.Count);
            IReadOnlyList<StoredTool> more = await store.ListAsync(
                caller.ProjectId, new Page(most, tools.Count == 0 ? page.StartingAfter : tools[^1].Id), cancellationToken).ConfigureAwait(false);
            foreach (StoredTool tool in more)
            {
                bytes += tool.Code.Length + tool.InputSchema.Length + tool.Description.Length;
                if (bytes > MaxPageBytes && tools.Count > 0)
                {
                    return new Answer<IReadOnlyList<StoredTool>>(tools, null);
                }

                tools.Add(tool);
            }

            if (more.Count < most)
            {
                break;
            }
        }

        return new Answer<IReadOnlyList<StoredTool>>(tools, null);
    }

    /// <summary>
    /// Makes a new revision of the newest one and what <paramref name="body"/> changes, also when that is nothing. An update that comes in between is kept: what
    /// this one does not name is taken from it.
    /// </summary>
    public async ValueTask<Answer<StoredTool>> UpdateAsync(Caller caller, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_parser.ParseUpdate(body, out ToolDraft draft) is { } rejection)
        {
            return rejection;
        }

        while (true)
        {
            Answer<StoredTool> found = await FindAsync(caller, id, cancellationToken).ConfigureAwait(false);
            if (found.Value is not { } current)
            {
                return found;
            }

            StoredTool revision = Revise(current, draft);
            bool isAsBefore = revision.RuntimeRevisionId == current.RuntimeRevisionId && revision.Language == current.Language;
            if (!isAsBefore && await CheckRevisionAsync(caller, revision, cancellationToken).ConfigureAwait(false) is { } unfit)
            {
                return unfit;
            }

            if (await store.TryUpdateAsync(caller.ProjectId, current.RevisionId, revision, cancellationToken).ConfigureAwait(false))
            {
                return revision;
            }

            // Each turn more means that somebody else's update went through.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Removes a tool with all of its revisions. Records of its executions stay.</summary>
    public async ValueTask<Answer<Deleted>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        bool found = Ulid.IsValid(id) && await store.DeleteAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false);
        return found ? new Deleted { Id = id, IsDeleted = true } : Missing.Tool(id);
    }

    private StoredTool Revise(StoredTool current, ToolDraft draft)
    {
        DateTimeOffset now = time.GetUtcNow();
        return current with
        {
            RevisionId = Ulid.Next(now),
            Name = draft.Name ?? current.Name,
            Description = draft.Description ?? current.Description,
            Language = draft.Language ?? current.Language,
            Code = draft.Code ?? current.Code,
            InputSchema = draft.InputSchema ?? current.InputSchema,
            RuntimeRevisionId = RevisionOf(draft, current.RuntimeRevisionId),
            CreatedAt = now,
        };
    }

    private static string? RevisionOf(ToolDraft draft, string? current) => draft.RuntimeRevisionId is { } named ? named.Length == 0 ? null : named : current;

    /// <summary>Why the tool cannot run on the runtime revision that it names; null: it can, at least once that is built.</summary>
    private async ValueTask<Rejection?> CheckRevisionAsync(Caller caller, StoredTool tool, CancellationToken cancellationToken) => tool.RuntimeRevisionId is { } revision
        ? await catalog.CheckAsync(caller.ProjectId, revision, LanguageNames.Parse(tool.Language), cancellationToken).ConfigureAwait(false)
        : null;
}
