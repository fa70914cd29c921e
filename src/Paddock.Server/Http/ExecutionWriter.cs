using System.Text.Json;
using Paddock.Core.Records;
using Paddock.Core.Requests;

namespace Paddock.Server.Http;

/// <summary>Writes records in the form of <see cref="Contracts.Executions.Execution"/>; request and response go out as they were stored.</summary>
internal static class ExecutionWriter
{
    public static Task WriteAsync(HttpResponse response, Answer<ExecutionRecord> answer) => JsonReply.WriteAsync(response, answer, WriteExecution);

    public static Task WriteAsync(HttpResponse response, Answer<IReadOnlyList<ExecutionRecord>> answer) => JsonReply.WriteAsync(response, answer, WriteList);

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<ExecutionRecord> records)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        foreach (ExecutionRecord record in records)
        {
            WriteExecution(writer, record);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter writer, ExecutionRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteNumber("duration", record.DurationMilliseconds);
        writer.WriteNumber("exit_code", record.ExitCode);
        writer.WriteString("language", record.Language);
        writer.WriteString("started_at", record.StartedAt.UtcDateTime);
        WriteDetails(writer, record);
        if (!record.Network.IsEmpty)
        {
            writer.WritePropertyName("network");
            writer.WriteRawValue(NetworkRecord.RequestsOf(record.Network.Span), skipInputValidation: true);
            if (NetworkRecord.UnlistedOf(record.Network.Span) is var unlisted and > 0)
            {
                writer.WriteNumber("network_unlisted", unlisted);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The type stands first: some clients read no further before they know it.</summary>
    private static void WriteDetails(Utf8JsonWriter writer, ExecutionRecord record)
    {
        writer.WriteStartObject("details");
        writer.WriteString("type", record.Kind switch
        {
            ExecutionKind.Tool => "tool",
            ExecutionKind.Script => "script",
            _ => "function",
        });
        if (record.ToolId is { } tool)
        {
            writer.WriteString("tool_id", tool);
        }

        writer.WritePropertyName("request");
        writer.WriteRawValue(record.Request.Span, skipInputValidation: true);
        writer.WritePropertyName("response");
        writer.WriteRawValue(record.Response.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
