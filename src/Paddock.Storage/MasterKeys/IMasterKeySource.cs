using Paddock.Core;

namespace Paddock.Storage.MasterKeys;

/// <summary>Where the master keys are.</summary>
internal interface IMasterKeySource
{
    /// <summary>What an operator calls it.</summary>
    string Place { get; }

    /// <summary>Whether there is a key.</summary>
    /// <exception cref="StartupException">It cannot be told.</exception>
    bool Exists();

    /// <summary>Makes a first key, unless somebody else has just done so.</summary>
    /// <exception cref="StartupException">It cannot be kept.</exception>
    void Create();

    /// <summary>The keys.</summary>
    /// <exception cref="StartupException">They are not there, or must not be used like this; the message does not show them.</exception>
    MasterKeyRing Load();

    /// <summary>Something that is equal to what it was as long as <see cref="Load"/> would give the same. Cheap.</summary>
    object GetStamp();
}
