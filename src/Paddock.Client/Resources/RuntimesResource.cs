using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Http;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Runtimes;

namespace Paddock.Client.Resources;

/// <summary>Sets of packages that executions run with: <c>client.Runtimes</c>.</summary>
public sealed class RuntimesResource
{
    /// <summary>Where all runtimes are.</summary>
    internal const string Collection = "/v1/runtimes";

    private readonly Transport _transport;

    internal RuntimesResource(Transport transport)
    {
        _transport = transport;
        Revisions = new RevisionsResource(transport);
    }

    /// <summary>The revisions of a runtime: each is one set of packages.</summary>
    public RevisionsResource Revisions { get; }

    /// <summary>Makes a runtime with its first revision, whose build begins as soon as there is room for it: <c>POST /v1/runtimes</c>.</summary>
    /// <param name="request">Its name, its language and its packages.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The runtime; <see cref="RevisionsResource.WaitAsync"/> waits until its <see cref="Runtime.RevisionId"/> can be executed on.</returns>
    /// <exception cref="BadRequestException">The server does not take it as it is; the message says why.</exception>
    /// <exception cref="RateLimitException">Too many builds of this project are waiting.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Runtime> CreateAsync(CreateRuntimeRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.CreateRuntimeRequest);
        return _transport.SendAsync(ApiCall.Post(Collection, body), ClientJson.Context.Runtime, options, cancellationToken);
    }

    /// <summary>All runtimes, the newest first: asks for page after page while you read on.</summary>
    /// <param name="parameters">The size of the pages, and where to start.</param>
    /// <param name="options">What is different for these calls.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PaddockException">While reading: a page could not be got.</exception>
    public IAsyncEnumerable<Runtime> ListAsync(ListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListParameters wanted = parameters ?? new ListParameters();
        return Pager.AllAsync(
            (after, token) => ListPageAsync(wanted with { StartingAfter = after }, options, token), wanted.StartingAfter, cancellationToken);
    }

    /// <summary>One page of runtimes: <c>GET /v1/runtimes</c>.</summary>
    /// <param name="parameters">Its size, and where it starts.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PaddockException">There is no good answer.</exception>
    public async Task<Page<Runtime>> ListPageAsync(ListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ApiCall call = ApiCall.Get(Pager.Path(Collection, parameters?.Limit, parameters?.StartingAfter));
        RuntimeList list = await _transport.SendAsync(call, ClientJson.Context.RuntimeList, options, cancellationToken).ConfigureAwait(false);
        return new Page<Runtime>(list.Runtimes, list.Runtimes is [.., { } last] ? last.Id : null);
    }

    /// <summary>One runtime, with the status and the packages of its newest revision: <c>GET /v1/runtimes/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such runtime.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Runtime> GetAsync(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Get(ResourcePath.Of(Collection, id)), ClientJson.Context.Runtime, options, cancellationToken);

    /// <summary>Deletes a runtime with all its revisions and ends their builds: <c>DELETE /v1/runtimes/{id}</c>. Nothing can be executed on them from then on.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such runtime.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Deleted> DeleteAsync(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Delete(ResourcePath.Of(Collection, id)), ClientJson.Context.Deleted, options, cancellationToken);
}
