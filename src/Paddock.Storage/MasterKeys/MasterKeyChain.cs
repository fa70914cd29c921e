using Microsoft.Extensions.Logging;
using Paddock.Core;

namespace Paddock.Storage.MasterKeys;

/// <summary>The keys as they are now: a rotation by another process is noticed at the next secret that is sealed, or that no known key opens.</summary>
internal sealed class MasterKeyChain(IMasterKeySource source, ILogger<MasterKeyChain> logger)
{
    private readonly Lock _loading = new();
    private volatile Loaded? _loaded;

    /// <summary>The one that seals.</summary>
    /// <exception cref="StartupException">There is none yet, and it cannot be loaded.</exception>
    public MasterKey Current => Refresh().Current;

    /// <summary>All of them.</summary>
    /// <exception cref="StartupException">There are none yet, and they cannot be loaded.</exception>
    public MasterKeyRing Ring => Refresh();

    /// <summary>The one with this id, or null.</summary>
    public MasterKey? Find(string id) => _loaded?.Ring.Find(id) ?? Refresh().Find(id);

    private MasterKeyRing Refresh()
    {
        object stamp = source.GetStamp();
        if (_loaded is { } known && known.Stamp.Equals(stamp))
        {
            return known.Ring;
        }

        lock (_loading)
        {
            try
            {
                MasterKeyRing ring = source.Load();

                // Those from before open on, for what was read before a rotation and is opened after it.
                IEnumerable<MasterKey> former = (_loaded?.Ring.Keys ?? []).Where(key => ring.Find(key.Id) is null);
                _loaded = new Loaded(new MasterKeyRing([.. ring.Keys, .. former]), stamp);
            }
            catch (StartupException error) when (_loaded is { } kept)
            {
                // Not again before it changes once more.
                Log.MasterKeysNotLoaded(logger, error.Message);
                _loaded = kept with { Stamp = stamp };
            }

            return _loaded.Ring;
        }
    }

    private sealed record Loaded(MasterKeyRing Ring, object Stamp);
}
