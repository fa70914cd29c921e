using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Paddock.Core.Projects;

namespace Paddock.Server.Authentication;

/// <summary>The keys that callers may use: those of the configuration, and those in the store.</summary>
internal sealed class ApiKeyRing(IProjectStore store, IOptions<KeyOptions> options, TimeProvider time)
{
    /// <summary>How long a key that was found in the store is taken for good without another look: a revoked one is refused after that.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<KeyHash, StoredKey> _stored = new();
    private FrozenDictionary<KeyHash, KnownKey> _configured = FrozenDictionary<KeyHash, KnownKey>.Empty;

    /// <summary>True when the operator gave keys in the configuration; a key that was made at the first start is no good then.</summary>
    public bool IsConfigured => _configured.Count > 0;

    /// <summary>Takes the keys of the configuration.</summary>
    public void Configure(IEnumerable<KeyHash> hashes) => _configured = hashes.Distinct().ToFrozenDictionary(
        static hash => hash,
        hash => new KnownKey(new Caller(Project.DefaultId, hash.ToId()), Usage(null, null)));

    /// <summary>Finds a key.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    /// <returns>Null when there is none, or it was revoked.</returns>
    public ValueTask<KnownKey?> FindAsync(KeyHash hash, CancellationToken cancellationToken)
    {
        if (_configured.TryGetValue(hash, out KnownKey? configured))
        {
            return new ValueTask<KnownKey?>(configured);
        }

        return _stored.TryGetValue(hash, out StoredKey? stored) && time.GetElapsedTime(stored.SeenAt) < Trust
            ? new ValueTask<KnownKey?>(stored.Key)
            : LookUpAsync(hash, stored?.Key, cancellationToken);
    }

    private async ValueTask<KnownKey?> LookUpAsync(KeyHash hash, KnownKey? former, CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        ApiKey? key = await store.FindKeyAsync(hash.ToBytes(), cancellationToken);
        if (key is null || key.RevokedAt is not null || (key.IsMadeAtStart && IsConfigured))
        {
            _stored.TryRemove(hash, out _);
            return null;
        }

        // What is counted goes on being counted. Of two looks at once either may win: both saw the same.
        KnownKey known = former ?? new KnownKey(new Caller(key.ProjectId, key.Id), Usage(key.MaxConcurrency, key.RequestsPerMinute));
        return _stored.AddOrUpdate(hash, new StoredKey(known, now), (_, other) => new StoredKey(other.Key, now)).Key;
    }

    private KeyUsage Usage(int? maxConcurrency, int? requestsPerMinute) =>
        new(maxConcurrency ?? options.Value.MaxConcurrency, requestsPerMinute ?? options.Value.RequestsPerMinute, time);

    private sealed record StoredKey(KnownKey Key, long SeenAt);
}
