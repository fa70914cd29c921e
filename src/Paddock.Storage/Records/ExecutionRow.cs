using System.Runtime.InteropServices;
using Paddock.Core.Records;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Records;

/// <summary>An execution as its two tables have it.</summary>
internal sealed record ExecutionRow
{
    public required string ProjectId { get; init; }

    public required string Id { get; init; }

    public required long Kind { get; init; }

    public required string? ToolId { get; init; }

    public required string Language { get; init; }

    public required long ExitCode { get; init; }

    public required long Milliseconds { get; init; }

    public required long StartedAt { get; init; }

    public required byte[] Request { get; init; }

    public required byte[] Response { get; init; }

    public required byte[] Network { get; init; }

    /// <summary>Bytes of the details.</summary>
    public long Size => Request.LongLength + Response.LongLength + Network.LongLength;

    public static ExecutionRow Of(ExecutionRecord record) => new()
    {
        ProjectId = record.ProjectId,
        Id = record.Id,
        Kind = ToNumber(record.Kind),
        ToolId = record.ToolId,
        Language = record.Language,
        ExitCode = record.ExitCode,
        Milliseconds = record.DurationMilliseconds,
        StartedAt = Ticks.Of(record.StartedAt),
        Request = ToArray(record.Request),
        Response = ToArray(record.Response),
        Network = ToArray(record.Network),
    };

    public ExecutionRecord ToRecord() => new()
    {
        ProjectId = ProjectId,
        Id = Id,
        Kind = ToKind(Kind),
        ToolId = ToolId,
        Language = Language,
        ExitCode = (int)ExitCode,
        DurationMilliseconds = Milliseconds,
        StartedAt = Ticks.ToTime(StartedAt),
        Request = Request,
        Response = Response,
        Network = Network,
    };

    // Not the values of the enumeration: these stay when somebody sorts that.
    private static long ToNumber(ExecutionKind kind) => kind switch
    {
        ExecutionKind.Function => 1,
        ExecutionKind.Script => 2,
        ExecutionKind.Tool => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    private static ExecutionKind ToKind(long number) => number switch
    {
        1 => ExecutionKind.Function,
        2 => ExecutionKind.Script,
        3 => ExecutionKind.Tool,
        _ => throw new ArgumentOutOfRangeException(nameof(number), number, "No kind has this number."),
    };

    private static byte[] ToArray(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : memory.ToArray();
}
