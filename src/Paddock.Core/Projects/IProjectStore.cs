namespace Paddock.Core.Projects;

/// <summary>Keeps projects and their keys. Implemented by Paddock.Storage.</summary>
public interface IProjectStore
{
    /// <summary>The project called <paramref name="name"/>, made now if it is not there.</summary>
    ValueTask<Project> GetOrAddAsync(string name, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>All projects, the oldest first.</summary>
    ValueTask<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    ValueTask AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>The key with this hash, revoked or not; null when there is none.</summary>
    ValueTask<ApiKey?> FindKeyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);

    /// <summary>All keys of all projects, the oldest first, revoked ones too.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken);

    /// <summary>Revokes the key; false when there is none with this id. One that was revoked before keeps its time.</summary>
    ValueTask<bool> RevokeKeyAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);
}
