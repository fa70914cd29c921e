using Paddock.Core.Secrets;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Secrets;

/// <summary>A secret as its table has it.</summary>
internal sealed record SecretRow
{
    public required string ProjectId { get; init; }

    public required string Id { get; init; }

    public required byte[] Name { get; init; }

    public required string MasterKeyId { get; init; }

    public required byte[] Sealed { get; init; }

    public required long CreatedAt { get; init; }

    public static SecretRow Of(string projectId, SealedSecret secret) => new()
    {
        ProjectId = projectId,
        Id = secret.Id,
        Name = Text.ToBytes(secret.Name),
        MasterKeyId = secret.MasterKeyId,
        Sealed = secret.Sealed,
        CreatedAt = Ticks.Of(secret.CreatedAt),
    };

    public SealedSecret ToSecret() => new()
    {
        Id = Id,
        Name = Text.FromBytes(Name),
        MasterKeyId = MasterKeyId,
        Sealed = Sealed,
        CreatedAt = Ticks.ToTime(CreatedAt),
    };
}
