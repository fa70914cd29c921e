using System.Security.Cryptography;

namespace Paddock.Storage.MasterKeys;

/// <summary>A key that seals secrets. Whatever prints it gets its id.</summary>
internal sealed class MasterKey
{
    /// <summary>AES-256.</summary>
    public const int Length = 32;

    private const int IdBytes = 6;

    private readonly byte[] _bytes;

    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length, nameof(bytes));
        _bytes = bytes.ToArray();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. "paddock master key "u8, .. bytes], hash);
        Id = Convert.ToHexStringLower(hash[..IdBytes]);
    }

    /// <summary>Which one it is: the start of a hash, 12 hexadecimal digits that tell nothing of the key.</summary>
    public string Id { get; }

    /// <summary>The key itself.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a new one.</summary>
    public static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads 32 bytes in base64 or hexadecimal digits, as <c>openssl rand</c> prints them; null when it is neither.</summary>
    public static MasterKey? Parse(string text)
    {
        byte[] bytes = new byte[Length];
        string trimmed = text.Trim();
        bool isHex = trimmed.Length == Length * 2;
        return isHex
            ? Convert.FromHexString(trimmed, bytes, out _, out int read) == System.Buffers.OperationStatus.Done && read == Length ? new MasterKey(bytes) : null
            : Convert.TryFromBase64String(trimmed, bytes, out int written) && written == Length ? new MasterKey(bytes) : null;
    }

    /// <summary>The key as <see cref="Parse"/> reads it.</summary>
    public string Reveal() => Convert.ToBase64String(_bytes);

    /// <inheritdoc/>
    public override string ToString() => $"master key {Id}";
}
