using System.Text;
using Paddock.Core.Secrets;

namespace Paddock.Core.Tests.Fakes;

/// <summary>A seal that hides nothing: what it makes holds project, id and value.</summary>
internal sealed class PlainSeal : ISecretSeal
{
    /// <summary>The key that it seals under; what another one sealed cannot be opened.</summary>
    public string KeyId { get; set; } = "first";

    public SealedSecret Seal(string projectId, string id, string name, string value, DateTimeOffset now) => new()
    {
        Id = id,
        Name = name,
        MasterKeyId = KeyId,
        Sealed = Encoding.UTF8.GetBytes($"{projectId}/{id}/{value}"),
        CreatedAt = now,
    };

    public string? Open(string projectId, SealedSecret secret)
    {
        string content = Encoding.UTF8.GetString(secret.Sealed);
        string prefix = $"{projectId}/{secret.Id}/";
        return secret.MasterKeyId == KeyId && content.StartsWith(prefix, StringComparison.Ordinal) ? content[prefix.Length..] : null;
    }
}
