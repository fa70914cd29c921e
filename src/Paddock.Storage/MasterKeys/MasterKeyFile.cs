using System.Text;
using Paddock.Core;

namespace Paddock.Storage.MasterKeys;

/// <summary>
/// Keys in a file, one on each line in base64, the one that seals first. It is replaced whole and at once, and only ever read when nobody but this user can have
/// written or read it.
/// </summary>
internal sealed class MasterKeyFile(string path) : IMasterKeySource
{
    /// <summary>Its name in the data directory.</summary>
    public const string Name = "master.key";

    /// <inheritdoc/>
    public string Place => path;

    /// <inheritdoc/>
    public bool Exists() => OwnerOnlyFile.Exists(path);

    /// <inheritdoc/>
    public void Create() => Guard(() => OwnerOnlyFile.Create(path, Write([MasterKey.Create()])));

    /// <summary>Puts other keys in the place of those that are there. After a crash it holds the ones or the others.</summary>
    /// <exception cref="StartupException">It cannot be written.</exception>
    public void Replace(MasterKeyRing ring) => Guard(() => OwnerOnlyFile.Replace(path, Write(ring.Keys)));

    /// <summary>Lets nobody else rotate until what it returns is disposed of.</summary>
    /// <exception cref="StartupException">Somebody else does.</exception>
    public IDisposable Lock()
    {
        try
        {
            return OwnerOnlyFile.Lock($"{path}.lock");
        }
        catch (IOException error)
        {
            throw new StartupException($"another rotation of {path} is at work: wait for its end", error);
        }
    }

    /// <inheritdoc/>
    public MasterKeyRing Load()
    {
        byte[] content = Guard(() => OwnerOnlyFile.Read(path));
        string[] lines = Encoding.Latin1.GetString(content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        List<MasterKey> keys = [];
        for (int i = 0; i < lines.Length; i++)
        {
            keys.Add(MasterKey.Parse(lines[i])
                ?? throw new StartupException(
                    $"line {i + 1} of {path} is not {MasterKey.Length} bytes in base64 (44 characters) or hexadecimal (64); restore the file from a backup"));
        }

        return keys.Count > 0 ? new MasterKeyRing(keys) : throw new StartupException($"{path} has no key in it; restore it from a backup");
    }

    /// <inheritdoc/>
    public object GetStamp()
    {
        FileInfo file = new(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : path;
    }

    private static byte[] Write(IEnumerable<MasterKey> keys) => Encoding.ASCII.GetBytes(string.Concat(keys.Select(static key => $"{key.Reveal()}\n")));

    private void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"cannot use {path}, which holds the key that secrets are sealed under: {error.Message.TrimEnd('.')}; give another folder with --data, or set {VariableMasterKeySource.Variable}", error);
        }
    }
}
