using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Secrets;
using Paddock.Core.Executions;
using Paddock.Core.Paging;
using Paddock.Core.Projects;
using Paddock.Core.Requests;

namespace Paddock.Core.Secrets;

/// <summary>The use cases of <c>/v1/secrets</c>. Each may throw a <see cref="StorageException"/>.</summary>
internal sealed class SecretKeeper(ISecretStore store, ISecretSeal seal, IOptions<ExecutionsOptions> options, TimeProvider time)
{
    /// <summary>Seals and stores what <paramref name="body"/> has.</summary>
    public async ValueTask<Answer<SecretInfo>> CreateAsync(Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (SecretRules.Read(body, options.Value.MaxInputDepth, out string name, out Secret value) is { } rejection)
        {
            return rejection;
        }

        DateTimeOffset now = time.GetUtcNow();
        SealedSecret secret = seal.Seal(caller.ProjectId, Ulid.Next(now), name, value.Reveal(), now);
        await store.AddAsync(caller.ProjectId, secret, cancellationToken).ConfigureAwait(false);
        return Describe(secret);
    }

    /// <summary>A page of what there is, the newest first.</summary>
    /// <param name="caller">Whose secrets.</param>
    /// <param name="limit">The query's <c>limit</c>, null when it has none.</param>
    /// <param name="startingAfter">The query's <c>starting_after</c>, null when it has none.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    public async ValueTask<Answer<SecretList>> ListAsync(Caller caller, string? limit, string? startingAfter, CancellationToken cancellationToken)
    {
        if (PageRules.Read(limit, startingAfter, out Page page) is { } rejection)
        {
            return rejection;
        }

        IReadOnlyList<SealedSecret> secrets = await store.ListAsync(caller.ProjectId, page, cancellationToken).ConfigureAwait(false);
        return new SecretList { Secrets = [.. secrets.Select(Describe)] };
    }

    /// <summary>Removes a secret for good.</summary>
    public async ValueTask<Answer<Deleted>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        bool found = Ulid.IsValid(id) && await store.DeleteAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false);
        return found ? new Deleted { Id = id, IsDeleted = true } : Missing.Secret(id);
    }

    private static SecretInfo Describe(SealedSecret secret) => new() { Id = secret.Id, Name = secret.Name };
}
