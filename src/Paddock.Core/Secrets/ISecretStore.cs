using Paddock.Core.Paging;

namespace Paddock.Core.Secrets;

/// <summary>Keeps sealed secrets. Implemented by Paddock.Storage. Nothing of another project is ever found.</summary>
public interface ISecretStore
{
    /// <summary>Adds a secret.</summary>
    ValueTask AddAsync(string projectId, SealedSecret secret, CancellationToken cancellationToken);

    /// <summary>The secret; null when there is none.</summary>
    ValueTask<SealedSecret?> FindAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>A page, ordered by id, the newest first. After an id that is not there: what would follow it.</summary>
    ValueTask<IReadOnlyList<SealedSecret>> ListAsync(string projectId, Page page, CancellationToken cancellationToken);

    /// <summary>Removes a secret; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Seals every secret of every project anew, in one transaction: <paramref name="reseal"/> is given the project's id and the secret. An exception from it
    /// changes nothing.
    /// </summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> ResealAsync(Func<string, SealedSecret, SealedSecret> reseal, CancellationToken cancellationToken);
}
