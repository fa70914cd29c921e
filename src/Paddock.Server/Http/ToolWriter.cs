using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Tools;

namespace Paddock.Server.Http;

/// <summary>Writes tools in the form of <see cref="Contracts.Tools.Tool"/>; a schema goes out as it came in, whatever its depth and numbers.</summary>
internal static class ToolWriter
{
    public static Task WriteAsync(HttpResponse response, Answer<StoredTool> answer) => JsonReply.WriteAsync(response, answer, WriteTool);

    public static Task WriteAsync(HttpResponse response, Answer<IReadOnlyList<StoredTool>> answer) => JsonReply.WriteAsync(response, answer, WriteList);

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<StoredTool> tools)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tools");
        foreach (StoredTool tool in tools)
        {
            WriteTool(writer, tool);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter writer, StoredTool tool)
    {
        writer.WriteStartObject();
        writer.WriteString("id", tool.Id);
        writer.WriteString("name", tool.Name);
        writer.WriteString("description", tool.Description);
        writer.WriteString("code", tool.Code);
        writer.WriteString("language", tool.Language);
        writer.WritePropertyName("input_schema");
        writer.WriteRawValue(tool.InputSchema, skipInputValidation: true);
        writer.WriteString("revision_id", tool.RevisionId);
        if (tool.RuntimeRevisionId is { } runtime)
        {
            writer.WriteString("runtime_revision_id", runtime);
        }

        writer.WriteEndObject();
    }
}
