namespace Paddock.Storage.MasterKeys;

/// <summary>The keys of one moment.</summary>
/// <param name="Keys">The first one seals; all of them open. At least one.</param>
internal sealed record MasterKeyRing(IReadOnlyList<MasterKey> Keys)
{
    /// <summary>The one that seals.</summary>
    public MasterKey Current => Keys[0];

    /// <summary>The one with this id, or null.</summary>
    public MasterKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);
}
