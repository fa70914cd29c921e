namespace Paddock.Core.Records;

/// <summary>What is kept of an execution. No secret is in it.</summary>
public sealed record ExecutionRecord
{
    /// <summary>ULID of the execution.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it was.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Which endpoint it came by.</summary>
    public required ExecutionKind Kind { get; init; }

    /// <summary>The tool, when it was one; else null.</summary>
    public string? ToolId { get; init; }

    /// <summary>The wire name of its language.</summary>
    public required string Language { get; init; }

    /// <summary>0 to 255.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Whole milliseconds, rounded up.</summary>
    public required long DurationMilliseconds { get; init; }

    /// <summary>When it was taken up.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The request as UTF-8 JSON, secrets masked.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>The response as UTF-8 JSON, secrets masked.</summary>
    public required ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>What went through the egress door, as UTF-8 JSON: <c>{"requests":[…],"unlisted":0}</c>; empty when nothing did.</summary>
    public ReadOnlyMemory<byte> Network { get; init; }
}
