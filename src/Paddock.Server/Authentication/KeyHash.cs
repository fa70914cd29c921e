using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.Server.Authentication;

/// <summary>SHA-256 of a key. The keys themselves are kept nowhere.</summary>
internal readonly record struct KeyHash(UInt128 High, UInt128 Low)
{
    /// <summary>No key is longer, in UTF-8 bytes.</summary>
    public const int MaxKeyBytes = 1024;

    /// <summary>Hashes <paramref name="key"/>; null when it is longer than any key is.</summary>
    public static KeyHash? Of(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[MaxKeyBytes];
        if (!Encoding.UTF8.TryGetBytes(key, bytes, out int length))
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        return new KeyHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }

    /// <summary>Enough of it to tell keys apart where a ULID would stand: 26 hexadecimal digits.</summary>
    public string ToId() => Convert.ToHexString(ToBytes())[..Contracts.Ids.Ulid.Length];
}
