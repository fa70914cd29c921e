using System.Security.Cryptography;
using System.Text;
using Paddock.Core.Secrets;
using Paddock.Storage.MasterKeys;

namespace Paddock.Storage.Secrets;

/// <summary>
/// AES-256-GCM. What is stored is a version byte, a random nonce of 96 bits, the tag and the ciphertext. The project's and the secret's id are authenticated with it,
/// so that a value that was moved to another row does not open there.
/// </summary>
internal sealed class AesGcmSecretSeal(MasterKeyChain keys) : ISecretSeal
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    /// <inheritdoc/>
    public SealedSecret Seal(string projectId, string id, string name, string value, DateTimeOffset now)
    {
        MasterKey key = keys.Current;
        return new SealedSecret { Id = id, Name = name, MasterKeyId = key.Id, Sealed = Encrypt(key, projectId, id, value), CreatedAt = now };
    }

    /// <inheritdoc/>
    public string? Open(string projectId, SealedSecret secret) =>
        keys.Find(secret.MasterKeyId) is { } key ? Decrypt(key, projectId, secret) : null;

    /// <summary>Opens a secret with whatever key it was sealed under, and seals it under the current one.</summary>
    /// <returns>Null when it does not open.</returns>
    public SealedSecret? Reseal(string projectId, SealedSecret secret) =>
        Open(projectId, secret) is { } value ? Seal(projectId, secret.Id, secret.Name, value, secret.CreatedAt) : null;

    private static byte[] Encrypt(MasterKey key, string projectId, string id, string value)
    {
        byte[] plain = Encoding.UTF8.GetBytes(value);
        try
        {
            byte[] result = new byte[HeadBytes + plain.Length];
            result[0] = Version;
            Span<byte> nonce = result.AsSpan(1, NonceBytes);
            RandomNumberGenerator.Fill(nonce);
            using AesGcm cipher = new(key.Bytes, TagBytes);
            cipher.Encrypt(nonce, plain, result.AsSpan(HeadBytes), result.AsSpan(1 + NonceBytes, TagBytes), Context(projectId, id));
            return result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static string? Decrypt(MasterKey key, string projectId, SealedSecret secret)
    {
        ReadOnlySpan<byte> bytes = secret.Sealed;
        if (bytes.Length < HeadBytes || bytes[0] != Version)
        {
            return null;
        }

        byte[] plain = new byte[bytes.Length - HeadBytes];
        try
        {
            using AesGcm cipher = new(key.Bytes, TagBytes);
            cipher.Decrypt(bytes.Slice(1, NonceBytes), bytes[HeadBytes..], bytes.Slice(1 + NonceBytes, TagBytes), plain, Context(projectId, secret.Id));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // The length stands between the two, so that no other pair of ids gives the same bytes.
    private static byte[] Context(string projectId, string id) => Encoding.UTF8.GetBytes($"paddock secret {Version}\n{projectId.Length}\n{projectId}\n{id}");
}
