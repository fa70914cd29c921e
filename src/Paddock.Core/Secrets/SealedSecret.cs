namespace Paddock.Core.Secrets;

/// <summary>A secret as it is stored.</summary>
public sealed record SealedSecret
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Which master key sealed it.</summary>
    public required string MasterKeyId { get; init; }

    /// <summary>Nonce, ciphertext and tag.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
