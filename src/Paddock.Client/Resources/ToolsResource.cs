using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Http;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Tools;

namespace Paddock.Client.Resources;

/// <summary>Stored functions: <c>client.Tools</c>.</summary>
public sealed class ToolsResource
{
    private const string Collection = "/v1/tools";

    private readonly Transport _transport;

    internal ToolsResource(Transport transport) => _transport = transport;

    /// <summary>Stores a function: <c>POST /v1/tools</c>.</summary>
    /// <param name="request">Its name, language and code, and what its input has to be like.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The tool with its id.</returns>
    /// <exception cref="BadRequestException">The server does not take it as it is; the message says why.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Tool> CreateAsync(CreateToolRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.CreateToolRequest);
        return _transport.SendAsync(ApiCall.Post(Collection, body), ClientJson.Context.Tool, options, cancellationToken);
    }

    /// <summary>Changes a tool, which makes a new revision of it: <c>POST /v1/tools/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="request">What changes; what is null stays.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The tool as it is now.</returns>
    /// <exception cref="NotFoundException">There is no such tool.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Tool> UpdateAsync(string id, UpdateToolRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.UpdateToolRequest);
        return _transport.SendAsync(ApiCall.Post(ResourcePath.Of(Collection, id), body), ClientJson.Context.Tool, options, cancellationToken);
    }

    /// <summary>All tools, the newest first: asks for page after page while you read on.</summary>
    /// <param name="parameters">The size of the pages, and where to start.</param>
    /// <param name="options">What is different for these calls.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PaddockException">While reading: a page could not be got.</exception>
    public IAsyncEnumerable<Tool> ListAsync(ListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListParameters wanted = parameters ?? new ListParameters();
        return Pager.AllAsync(
            (after, token) => ListPageAsync(wanted with { StartingAfter = after }, options, token), wanted.StartingAfter, cancellationToken);
    }

    /// <summary>One page of tools: <c>GET /v1/tools</c>.</summary>
    /// <param name="parameters">Its size, and where it starts.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PaddockException">There is no good answer.</exception>
    public async Task<Page<Tool>> ListPageAsync(ListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ApiCall call = ApiCall.Get(Pager.Path(Collection, parameters?.Limit, parameters?.StartingAfter));
        ToolList list = await _transport.SendAsync(call, ClientJson.Context.ToolList, options, cancellationToken).ConfigureAwait(false);
        return new Page<Tool>(list.Tools, list.Tools is [.., { } last] ? last.Id : null);
    }

    /// <summary>One tool: <c>GET /v1/tools/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such tool.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Tool> GetAsync(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Get(ResourcePath.Of(Collection, id)), ClientJson.Context.Tool, options, cancellationToken);

    /// <summary>Runs a tool: <c>POST /v1/tools/{id}/execute</c>. Its input is checked against the tool's schema first.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="request">The input (<see cref="PaddockJson"/> makes one), and what the execution gets.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call, and the tool's execution with it.</param>
    /// <returns>What it returned (<see cref="FunctionOutput"/> reads it), or how it failed.</returns>
    /// <exception cref="BadRequestException">The input is not what the schema asks for; the message names the place and the rule. Nothing ran.</exception>
    /// <exception cref="NotFoundException">There is no such tool, revision or secret.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<ExecuteFunctionResponse> ExecAsync(string id, ExecuteToolRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.ExecuteToolRequest);
        ApiCall call = ApiCall.Post($"{ResourcePath.Of(Collection, id)}/execute", body) with { ExecutionSeconds = request.Limits?.ExecutionTimeout };
        return _transport.SendAsync(call, ClientJson.Context.ExecuteFunctionResponse, options, cancellationToken);
    }

    /// <summary>Deletes a tool with all its revisions: <c>DELETE /v1/tools/{id}</c>. Riza's API does not have this.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such tool.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Deleted> DeleteAsync(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Delete(ResourcePath.Of(Collection, id)), ClientJson.Context.Deleted, options, cancellationToken);
}
