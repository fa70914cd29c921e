using Paddock.Storage.MasterKeys;
using Paddock.Storage.Secrets;

namespace Paddock.Storage.Tests.Fixtures;

/// <summary>Master keys over some stores, as one process has them.</summary>
internal sealed class TestKeys
{
    public TestKeys(TestStores stores, IMasterKeySource source)
    {
        Chain = new MasterKeyChain(source, ChainLog);
        Seal = new AesGcmSecretSeal(Chain);
        Start = new MasterKeyStart(source, Chain, stores.Registry, stores.Database, StartLog);
        Rotation = new MasterKeyRotation(source, Chain, stores.Registry, stores.Secrets, Seal);
    }

    public RecordingLog<MasterKeyChain> ChainLog { get; } = new();

    public RecordingLog<MasterKeyStart> StartLog { get; } = new();

    public MasterKeyChain Chain { get; }

    public AesGcmSecretSeal Seal { get; }

    public MasterKeyStart Start { get; }

    public MasterKeyRotation Rotation { get; }
}
