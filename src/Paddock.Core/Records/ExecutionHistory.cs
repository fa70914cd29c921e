using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core.Executions;
using Paddock.Core.Paging;
using Paddock.Core.Projects;
using Paddock.Core.Requests;

namespace Paddock.Core.Records;

/// <summary>The use cases of <c>/v1/executions</c>. An execution whose answer was given before is there. Each may throw a <see cref="StorageException"/>.</summary>
internal sealed class ExecutionHistory(IExecutionStore store, ExecutionRecorder recorder, IOptions<RecordsOptions> options)
{
    /// <summary>A page ends early before it has more bytes: SDKs stop only on an empty page.</summary>
    private const long MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>A page of what there is, the newest first.</summary>
    /// <param name="caller">Whose executions.</param>
    /// <param name="limit">The query's <c>limit</c>, null when it has none.</param>
    /// <param name="startingAfter">The query's <c>starting_after</c>, null when it has none.</param>
    /// <param name="onlyNonZeroExitCodes">The query's <c>only_non_zero_exit_codes</c>, null when it has none.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    public async ValueTask<Answer<IReadOnlyList<ExecutionRecord>>> ListAsync(
        Caller caller, string? limit, string? startingAfter, string? onlyNonZeroExitCodes, CancellationToken cancellationToken)
    {
        bool onlyFailed = false;
        if (!string.IsNullOrEmpty(onlyNonZeroExitCodes) && !bool.TryParse(onlyNonZeroExitCodes, out onlyFailed))
        {
            return Rejection.Invalid($"only_non_zero_exit_codes is {Show.Text(onlyNonZeroExitCodes)}, but must be true or false");
        }

        if (PageRules.Read(limit, startingAfter, out Page page) is { } rejection)
        {
            return rejection;
        }

        if (!options.Value.Enabled)
        {
            return new Answer<IReadOnlyList<ExecutionRecord>>([], null);
        }

        await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ExecutionRecord> records = await store.ListAsync(
            caller.ProjectId, page, new RecordFilter(onlyFailed), MaxPageBytes, cancellationToken).ConfigureAwait(false);
        return new Answer<IReadOnlyList<ExecutionRecord>>(records, null);
    }

    /// <summary>One execution.</summary>
    public async ValueTask<Answer<ExecutionRecord>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || !Ulid.IsValid(id))
        {
            return Missing.Execution(id);
        }

        await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        ExecutionRecord? record = await store.FindAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false);
        return record is null ? Missing.Execution(id) : record;
    }
}
