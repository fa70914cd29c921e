using Paddock.Core.Paging;

namespace Paddock.Core.Secrets;

/// <summary>Keeps sealed secrets. Implemented by Paddock.Storage. Nothing of another project is ever found.</summary>
public interface ISecretStore
{
    /// <summary>Adds a secret.</summary>
    /// <exception cref="StorageException">Its master key has been retired since it was sealed: seal it again.</exception>
    ValueTask AddAsync(string projectId, SealedSecret secret, CancellationToken cancellationToken);

    /// <summary>The secret; null when there is none.</summary>
    ValueTask<SealedSecret?> FindAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>A page, ordered by id, the newest first. After an id that is not there: what would follow it.</summary>
    ValueTask<IReadOnlyList<SealedSecret>> ListAsync(string projectId, Page page, CancellationToken cancellationToken);

    /// <summary>Removes a secret; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Seals every secret of every project anew, in one transaction: <paramref name="reseal"/> is given the project's id and the secret. An exception from it
    /// changes nothing. From then on a secret that was sealed under another master key is refused by <see cref="AddAsync"/>.
    /// </summary>
    /// <param name="masterKeyId">The master key that <paramref name="reseal"/> seals under.</param>
    /// <param name="reseal">Opens and seals one secret.</param>
    /// <param name="cancellationToken">Ends it; nothing has changed then.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> ResealAsync(string masterKeyId, Func<string, SealedSecret, SealedSecret> reseal, CancellationToken cancellationToken);
}
