namespace Paddock.Core.Secrets;

/// <summary>Gives all secrets another master key. Implemented by Paddock.Storage.</summary>
public interface IMasterKeyRotation
{
    /// <summary>
    /// Seals every secret of every project under another master key and retires the former ones. It may be done while servers run; whenever it is broken off, every
    /// secret still opens, and doing it again finishes it.
    /// </summary>
    /// <exception cref="StartupException">It cannot be done; the message says why and what to do.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    ValueTask<MasterKeyRotated> RotateAsync(CancellationToken cancellationToken);
}
