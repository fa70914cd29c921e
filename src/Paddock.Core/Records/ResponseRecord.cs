using Paddock.Core.Executions;

namespace Paddock.Core.Records;

/// <summary>Writes a reply for its record, in the form in which the caller gets it.</summary>
internal static class ResponseRecord
{
    /// <summary>Writes <paramref name="reply"/> as the endpoint of <paramref name="kind"/> answers.</summary>
    public static void Write(RecordSink sink, ExecutionKind kind, ExecutionReply reply)
    {
        if (kind == ExecutionKind.Script)
        {
            WriteExecution(sink, reply);
            return;
        }

        // The output goes last: it may take what room is left.
        sink.Open('{');
        sink.Name("output_status"u8);
        sink.Plain(NameOf(reply.OutputStatus));
        sink.Name("execution"u8);
        WriteExecution(sink, reply);
        sink.Name("output"u8);
        sink.Value(reply.Output.Span, saysOmissions: true);
        sink.Close('}');
    }

    private static void WriteExecution(RecordSink sink, ExecutionReply reply)
    {
        sink.Open('{');
        sink.Name("id"u8);
        sink.Plain(reply.Id);
        sink.Name("exit_code"u8);
        sink.Number(reply.ExitCode);
        sink.Name("stdout"u8);
        sink.Text(reply.Stdout.Span, "");
        sink.Name("stderr"u8);
        sink.Text(reply.Stderr.Span, reply.Notes);
        sink.Name("duration"u8);
        sink.Number(reply.DurationMilliseconds);
        sink.Name("termination_reason"u8);
        sink.Plain(reply.TerminationReason);
        sink.Close('}');
    }

    private static string NameOf(OutputStatus status) => status switch
    {
        OutputStatus.Valid => "valid",
        OutputStatus.JsonSerializationError => "json_serialization_error",
        _ => "error",
    };
}
