using Paddock.Client.Errors;
using Paddock.Client.Http;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Contracts.Executions;

namespace Paddock.Client.Resources;

/// <summary>What ran, and how it went: <c>client.Executions</c>.</summary>
public sealed class ExecutionsResource
{
    private const string Collection = "/v1/executions";

    private readonly Transport _transport;

    internal ExecutionsResource(Transport transport) => _transport = transport;

    /// <summary>All executions that are kept, the newest first: asks for page after page while you read on.</summary>
    /// <param name="parameters">Which ones, the size of the pages, and where to start.</param>
    /// <param name="options">What is different for these calls.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PaddockException">While reading: a page could not be got.</exception>
    public IAsyncEnumerable<Execution> ListAsync(ExecutionListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ExecutionListParameters wanted = parameters ?? new ExecutionListParameters();
        return Pager.AllAsync(
            (after, token) => ListPageAsync(wanted with { StartingAfter = after }, options, token), wanted.StartingAfter, cancellationToken);
    }

    /// <summary>One page of executions: <c>GET /v1/executions</c>.</summary>
    /// <param name="parameters">Which ones, the size of the page, and where it starts.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PaddockException">There is no good answer.</exception>
    public async Task<Page<Execution>> ListPageAsync(ExecutionListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string? failed = parameters?.OnlyNonZeroExitCodes is { } only ? $"only_non_zero_exit_codes={(only ? "true" : "false")}" : null;
        ApiCall call = ApiCall.Get(Pager.Path(Collection, parameters?.Limit, parameters?.StartingAfter, failed));
        ExecutionList list = await _transport.SendAsync(call, ClientJson.Context.ExecutionList, options, cancellationToken).ConfigureAwait(false);
        return new Page<Execution>(list.Data, list.Data is [.., { } last] ? last.Id : null);
    }

    /// <summary>One execution with its request and answer: <c>GET /v1/executions/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such execution, or it is not kept any more.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Execution> GetAsync(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Get(ResourcePath.Of(Collection, id)), ClientJson.Context.Execution, options, cancellationToken);
}
