using System.Buffers;
using Paddock.Core.Executions;

namespace Paddock.Core.Records;

/// <summary>
/// What waits to be stored. A small execution is copied, which costs its caller next to nothing, and made into a record later; of a large one the record, which is
/// smaller, is made at once.
/// </summary>
internal sealed class RecordDraft
{
    /// <summary>Bytes of request and reply up to which an execution is copied.</summary>
    private const int MaxCopiedBytes = 256 * 1024;

    // The objects around the bytes, and those of a request over the network.
    private const int OwnBytes = 1024;
    private const int NetworkRequestBytes = 512;

    private readonly ExecutionRecord? _record;
    private readonly EndedExecution? _copy;
    private byte[]? _buffer;

    private RecordDraft(ExecutionRecord? record, EndedExecution? copy, byte[]? buffer, long bytes)
    {
        _record = record;
        _copy = copy;
        _buffer = buffer;
        Bytes = bytes;
    }

    /// <summary>About how many bytes of memory it takes.</summary>
    public long Bytes { get; }

    /// <summary>ULID of the execution.</summary>
    public string ExecutionId => _record?.Id ?? _copy!.Reply.Id;

    /// <summary>Takes over <paramref name="execution"/>, whose bytes go back to their owners afterwards.</summary>
    public static RecordDraft Of(EndedExecution execution, int maxRecordBytes)
    {
        if (execution.Size > MaxCopiedBytes)
        {
            ExecutionRecord record = RecordBuilder.Build(execution, maxRecordBytes);
            return new RecordDraft(record, null, null, OwnBytes + record.Request.Length + record.Response.Length + record.Network.Length);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)execution.Size);
        return new RecordDraft(null, Copy(execution, buffer), buffer, OwnBytes + buffer.Length + ((long)NetworkRequestBytes * execution.Network.Requests.Count));
    }

    /// <summary>The record. Call it once.</summary>
    public ExecutionRecord ToRecord(int maxRecordBytes)
    {
        ExecutionRecord record = _record ?? RecordBuilder.Build(_copy!, maxRecordBytes);
        Release();
        return record;
    }

    /// <summary>Gives its memory back.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            // It may hold secrets, and whoever rents it next is nobody's friend.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static EndedExecution Copy(EndedExecution execution, byte[] buffer)
    {
        int used = 0;
        ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes)
        {
            Memory<byte> place = buffer.AsMemory(used, bytes.Length);
            bytes.CopyTo(place);
            used += bytes.Length;
            return place;
        }

        ExecutionReply reply = execution.Reply;
        return execution with
        {
            Origin = execution.Origin with { Body = Take(execution.Origin.Body) },
            Reply = reply with { Output = Take(reply.Output), Stdout = Take(reply.Stdout), Stderr = Take(reply.Stderr) },
        };
    }
}
