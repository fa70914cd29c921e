using Paddock.Core.Tools;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Tools;

/// <summary>A revision of a tool as its table has it.</summary>
internal sealed record ToolRow
{
    public required string ProjectId { get; init; }

    public required string Id { get; init; }

    public required string RevisionId { get; init; }

    public required byte[] Name { get; init; }

    public required byte[] Description { get; init; }

    public required string Language { get; init; }

    public required byte[] Code { get; init; }

    public required byte[] InputSchema { get; init; }

    public required byte[]? RuntimeRevisionId { get; init; }

    public required long CreatedAt { get; init; }

    public static ToolRow Of(string projectId, StoredTool tool) => new()
    {
        ProjectId = projectId,
        Id = tool.Id,
        RevisionId = tool.RevisionId,
        Name = Text.ToBytes(tool.Name),
        Description = Text.ToBytes(tool.Description),
        Language = tool.Language,
        Code = Text.ToBytes(tool.Code),
        InputSchema = Text.ToBytes(tool.InputSchema),
        RuntimeRevisionId = tool.RuntimeRevisionId is { } runtime ? Text.ToBytes(runtime) : null,
        CreatedAt = Ticks.Of(tool.CreatedAt),
    };

    public StoredTool ToTool() => new()
    {
        Id = Id,
        RevisionId = RevisionId,
        Name = Text.FromBytes(Name),
        Description = Text.FromBytes(Description),
        Language = Language,
        Code = Text.FromBytes(Code),
        InputSchema = Text.FromBytes(InputSchema),
        RuntimeRevisionId = RuntimeRevisionId is { } runtime ? Text.FromBytes(runtime) : null,
        CreatedAt = Ticks.ToTime(CreatedAt),
    };
}
