namespace Paddock.Core.Tools;

/// <summary>One revision of a tool: it never changes once it is stored.</summary>
public sealed record StoredTool
{
    /// <summary>ULID of the tool, the same in all of its revisions.</summary>
    public required string Id { get; init; }

    /// <summary>ULID of this revision.</summary>
    public required string RevisionId { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it does; empty when nobody said.</summary>
    public required string Description { get; init; }

    /// <summary><c>python</c>, <c>javascript</c> or <c>typescript</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Source text that defines <c>execute</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The JSON Schema of its input as JSON text.</summary>
    public required string InputSchema { get; init; }

    /// <summary>The runtime revision it runs on; null: the plain runtime.</summary>
    public string? RuntimeRevisionId { get; init; }

    /// <summary>When this revision was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
