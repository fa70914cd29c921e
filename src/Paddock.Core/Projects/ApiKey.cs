namespace Paddock.Core.Projects;

/// <summary>A stored key. The key itself is never kept.</summary>
public sealed record ApiKey
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The project it opens.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What it is called, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>How many requests may run with it at once; null: the server's default.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>How many requests it may make in a minute; null: the server's default.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Whether the server made it at its first start, rather than the operator.</summary>
    public bool IsMadeAtStart { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
