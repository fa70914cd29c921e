using System.Security.Cryptography;
using System.Text;

namespace Paddock.Server.Authentication;

/// <summary>The keys that callers may use. Only their hashes are kept.</summary>
internal sealed class ApiKeyRing
{
    private const int MaxKeyBytes = 1024;

    private readonly byte[][] _hashes;

    public ApiKeyRing(IEnumerable<byte[]> hashes, bool isConfigured, string? newKey)
    {
        _hashes = [.. hashes];
        IsConfigured = isConfigured;
        NewKey = newKey;
    }

    /// <summary>True when the operator gave the keys, false when one was made here.</summary>
    public bool IsConfigured { get; }

    /// <summary>The key that was made at this start, else null.</summary>
    public string? NewKey { get; }

    /// <summary>SHA-256 of each key.</summary>
    public IReadOnlyList<byte[]> Hashes => _hashes;

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Tells whether <paramref name="key"/> is one of them. Takes the same time whichever it is, and when it is none.</summary>
    public bool Contains(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[MaxKeyBytes];
        if (!Encoding.UTF8.TryGetBytes(key, bytes, out int length))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        bool found = false;
        foreach (byte[] known in _hashes)
        {
            found |= CryptographicOperations.FixedTimeEquals(hash, known);
        }

        return found;
    }
}
