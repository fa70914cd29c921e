namespace Paddock.Core.Tools;

/// <summary>What a create or an update says of a tool, checked. What it does not say is null.</summary>
internal sealed record ToolDraft
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The wire name of the language, in lower case.</summary>
    public string? Language { get; init; }

    public string? Code { get; init; }

    /// <summary>The runtime revision; empty: none.</summary>
    public string? RuntimeRevisionId { get; init; }

    /// <summary>JSON text.</summary>
    public string? InputSchema { get; init; }
}
