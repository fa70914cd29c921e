using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Http;
using Paddock.Client.Json;
using Paddock.Contracts.Runtimes;

namespace Paddock.Client.Resources;

/// <summary>The revisions of a runtime: <c>client.Runtimes.Revisions</c>. Once one has succeeded, its id can be the <c>RuntimeRevisionId</c> of an execution.</summary>
public sealed class RevisionsResource
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private readonly Transport _transport;

    internal RevisionsResource(Transport transport) => _transport = transport;

    /// <summary>Adds a revision, which is the runtime's newest then: <c>POST /v1/runtimes/{id}/revisions</c>.</summary>
    /// <param name="runtimeId">The id of its runtime.</param>
    /// <param name="request">Its packages.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BadRequestException">The server does not take it as it is; the message says why.</exception>
    /// <exception cref="NotFoundException">There is no such runtime.</exception>
    /// <exception cref="RateLimitException">Too many builds of this project are waiting.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Revision> CreateAsync(string runtimeId, CreateRevisionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.CreateRevisionRequest);
        return _transport.SendAsync(ApiCall.Post(CollectionOf(runtimeId), body), ClientJson.Context.Revision, options, cancellationToken);
    }

    /// <summary>All revisions of a runtime, the newest first, without their logs and locks: <c>GET /v1/runtimes/{id}/revisions</c>. There are no pages.</summary>
    /// <param name="runtimeId">The id of the runtime.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such runtime.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<RevisionList> ListAsync(string runtimeId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Get(CollectionOf(runtimeId)), ClientJson.Context.RevisionList, options, cancellationToken);

    /// <summary>One revision, with what its build has said so far: <c>GET /v1/runtimes/{runtime_id}/revisions/{revision_id}</c>.</summary>
    /// <param name="runtimeId">The id of its runtime.</param>
    /// <param name="revisionId">Its id.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such runtime or revision.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Revision> GetAsync(string runtimeId, string revisionId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Get(PathOf(runtimeId, revisionId)), ClientJson.Context.Revision, options, cancellationToken);

    /// <summary>What a build has said so far: <c>GET …/revisions/{revision_id}/log</c>. Riza's API does not have this.</summary>
    /// <param name="runtimeId">The id of the runtime.</param>
    /// <param name="revisionId">The id of the revision.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The text, the reason of a failure last; empty before the build has begun. Nobody has read it: packages may print anything.</returns>
    /// <exception cref="NotFoundException">There is no such runtime or revision.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<string> GetLogAsync(string runtimeId, string revisionId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendForTextAsync(ApiCall.Get($"{PathOf(runtimeId, revisionId)}/log"), options, cancellationToken);

    /// <summary>Gives up a build that waits or runs: <c>POST …/revisions/{revision_id}/cancel</c>. Riza's API does not have this.</summary>
    /// <param name="runtimeId">The id of the runtime.</param>
    /// <param name="revisionId">The id of the revision.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call; the build may be given up all the same.</param>
    /// <exception cref="BadRequestException">Its build has ended already.</exception>
    /// <exception cref="NotFoundException">There is no such runtime or revision.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public Task<Revision> CancelAsync(string runtimeId, string revisionId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Post($"{PathOf(runtimeId, revisionId)}/cancel"), ClientJson.Context.Revision, options, cancellationToken);

    /// <summary>
    /// Asks for a revision until its build has ended: at once, after 250 ms, then after pauses that double up to 2 s. How long to wait in all is for <paramref name="cancellationToken"/>
    /// to say; the build goes on when it ends.
    /// </summary>
    /// <param name="runtimeId">The id of its runtime.</param>
    /// <param name="revisionId">Its id.</param>
    /// <param name="progress">Hears each answer, the last one included; <see cref="Revision.BuildLog"/> grows from one to the next.</param>
    /// <param name="options">What is different for each of these calls.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The revision with its final status: one that failed or was cancelled is no exception.</returns>
    /// <exception cref="NotFoundException">There is no such runtime or revision, or it has been deleted meanwhile.</exception>
    /// <exception cref="PaddockException">There is no good answer for another reason.</exception>
    public async Task<Revision> WaitAsync(
        string runtimeId, string revisionId, IProgress<Revision>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        TimeSpan pause = _firstPause;
        while (true)
        {
            Revision revision = await GetAsync(runtimeId, revisionId, options, cancellationToken).ConfigureAwait(false);
            progress?.Report(revision);
            if (revision.Status is not (RevisionStatuses.Pending or RevisionStatuses.Building))
            {
                return revision;
            }

            await Task.Delay(pause, _transport.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private static string CollectionOf(string runtimeId) => $"{ResourcePath.Of(RuntimesResource.Collection, runtimeId)}/revisions";

    private static string PathOf(string runtimeId, string revisionId) => ResourcePath.Of(CollectionOf(runtimeId), revisionId);
}
