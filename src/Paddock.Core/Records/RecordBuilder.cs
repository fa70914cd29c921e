using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Core.Records;

/// <summary>Makes the record of an execution. Pure.</summary>
internal static class RecordBuilder
{
    /// <summary>Makes the record of <paramref name="execution"/>.</summary>
    /// <param name="execution">What happened.</param>
    /// <param name="maxBytes">About how many bytes the record may have.</param>
    public static ExecutionRecord Build(EndedExecution execution, int maxBytes)
    {
        RecordMask? mask = RecordMask.Of(execution);
        ExecutionReply reply = execution.Reply;
        ReadOnlySpan<byte> body = WithoutMark(execution.Origin.Body.Span);
        RecordSink request = NewSink(mask, body.Length, execution.ReplySize, maxBytes, body, static (cap, body) => cap.AddJson(body));
        RequestRecord.Write(request, execution.Origin.Kind, body);
        RecordSink response = NewSink(mask, execution.ReplySize, body.Length, maxBytes, reply.Output.Span, (cap, output) =>
        {
            cap.AddJson(output);
            cap.AddText(reply.Stdout.Length);
            cap.AddText(reply.Stderr.Length);
        });
        ResponseRecord.Write(response, execution.Origin.Kind, reply);
        return new ExecutionRecord
        {
            Id = reply.Id,
            ProjectId = execution.Origin.Caller.ProjectId,
            Kind = execution.Origin.Kind,
            ToolId = execution.Origin.ToolId,
            Language = LanguageNames.Of(execution.Language),
            ExitCode = reply.ExitCode,
            DurationMilliseconds = reply.DurationMilliseconds,
            StartedAt = execution.StartedAt,
            Request = request.ToArray(),
            Response = response.ToArray(),
            Network = WriteNetwork(execution, mask, maxBytes),
        };
    }

    /// <summary>A sink for one side of the record: it may have half of the room, and what the other side leaves.</summary>
    private static RecordSink NewSink(RecordMask? mask, long size, long otherSize, int maxBytes, ReadOnlySpan<byte> json, Measure measure)
    {
        if (size + otherSize <= maxBytes)
        {
            return new RecordSink(mask, long.MaxValue, int.MaxValue);
        }

        long budget = Math.Max(maxBytes / 2, maxBytes - otherSize);
        TextCap cap = new();
        measure(cap, json);
        return new RecordSink(mask, budget, cap.Find(budget));
    }

    private static byte[] WriteNetwork(EndedExecution execution, RecordMask? mask, int maxBytes)
    {
        if (execution.Network.Requests.Count == 0 && execution.Network.UnlistedRequests == 0)
        {
            return [];
        }

        RecordSink sink = new(mask, maxBytes / 4, int.MaxValue);
        NetworkRecord.Write(sink, execution.Network);
        return sink.ToArray();
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private delegate void Measure(TextCap cap, ReadOnlySpan<byte> json);
}
