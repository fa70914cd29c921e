using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Http;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Secrets;

namespace Paddock.Client.Resources;

/// <summary>Values that executions use and nobody reads back: <c>client.Secrets</c>.</summary>
public sealed class SecretsResource
{
    private const string Collection = "/v1/secrets";

    private readonly Transport _transport;

    internal SecretsResource(Transport transport) => _transport = transport;

    /// <summary>Stores a secret: <c>POST /v1/secrets</c>.</summary>
    /// <param name="request">Its name and its value.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its id and its name; the value is never given back.</returns>
    /// <exception cref="BadRequestException">The server does not take it as it is; the message says why.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<SecretInfo> CreateAsync(CreateSecretRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.CreateSecretRequest);
        return _transport.SendAsync(ApiCall.Post(Collection, body), ClientJson.Context.SecretInfo, options, cancellationToken);
    }

    /// <summary>All secrets, the newest first: asks for page after page while you read on.</summary>
    /// <param name="parameters">The size of the pages, and where to start.</param>
    /// <param name="options">What is different for these calls.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PaddockException">While reading: a page could not be got.</exception>
    public IAsyncEnumerable<SecretInfo> ListAsync(ListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListParameters wanted = parameters ?? new ListParameters();
        return Pager.AllAsync(
            (after, token) => ListPageAsync(wanted with { StartingAfter = after }, options, token), wanted.StartingAfter, cancellationToken);
    }

    /// <summary>One page of secrets: <c>GET /v1/secrets</c>.</summary>
    /// <param name="parameters">Its size, and where it starts.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PaddockException">There is no good answer.</exception>
    public async Task<Page<SecretInfo>> ListPageAsync(ListParameters? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ApiCall call = ApiCall.Get(Pager.Path(Collection, parameters?.Limit, parameters?.StartingAfter));
        SecretList list = await _transport.SendAsync(call, ClientJson.Context.SecretList, options, cancellationToken).ConfigureAwait(false);
        return new Page<SecretInfo>(list.Secrets, list.Secrets is [.., { } last] ? last.Id : null);
    }

    /// <summary>Deletes a secret: <c>DELETE /v1/secrets/{id}</c>. Riza's API does not have this.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such secret.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Deleted> DeleteAsync(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Delete(ResourcePath.Of(Collection, id)), ClientJson.Context.Deleted, options, cancellationToken);
}
