using Paddock.Storage.Engines;

namespace Paddock.Storage.MasterKeys;

/// <summary>What the database knows of master keys: their ids, and which are retired.</summary>
internal sealed class MasterKeyRegistry(Database database, TimeProvider time)
{
    /// <summary>The ids of those that are not retired, the newest first.</summary>
    public ValueTask<List<string>> ListCurrentAsync(CancellationToken cancellationToken) => database.ReadAsync(
        static session => session.QueryAsync<string>("SELECT id FROM master_keys WHERE retired_at IS NULL ORDER BY created_at DESC"), cancellationToken);

    /// <summary>Enters a key, unless it is there.</summary>
    /// <returns>When it was retired; null when it is good.</returns>
    public ValueTask<DateTimeOffset?> AddAsync(MasterKey key, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Machine,
        async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO master_keys (id, created_at, retired_at) VALUES (@Id, @Now, NULL) ON CONFLICT (id) DO NOTHING",
                new { key.Id, Now = Ticks.Of(time.GetUtcNow()) }).ConfigureAwait(false);
            return Ticks.ToTime(await session.FirstAsync<long?>("SELECT retired_at FROM master_keys WHERE id = @Id", new { key.Id }).ConfigureAwait(false));
        },
        cancellationToken);

    /// <summary>How many secrets each master key has sealed.</summary>
    public async ValueTask<IReadOnlyDictionary<string, long>> CountSecretsAsync(CancellationToken cancellationToken) => (await database.ReadAsync(
        static session => session.QueryAsync<(string Id, long Count)>("SELECT master_key_id, COUNT(*) FROM secrets GROUP BY master_key_id"),
        cancellationToken).ConfigureAwait(false)).ToDictionary(static row => row.Id, static row => row.Count);
}
