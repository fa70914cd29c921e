using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.Core.Requests;

namespace Paddock.Server.Http;

/// <summary>Writes what a use case came to: the value as JSON with status 200, or the rejection.</summary>
internal static class JsonReply
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync<T>(HttpResponse response, Answer<T> answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (answer.Rejection is { } rejection)
        {
            await StatusWriter.WriteAsync(response, rejection);
            return;
        }

        await WriteAsync(response, JsonSerializer.SerializeToUtf8Bytes(answer.Value!, type));
    }

    /// <summary>The same for what holds JSON that has to go out as it was stored: <paramref name="write"/> writes the value.</summary>
    public static Task WriteAsync<T>(HttpResponse response, Answer<T> answer, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (answer.Rejection is { } rejection)
        {
            return StatusWriter.WriteAsync(response, rejection);
        }

        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, _options);
        write(writer, answer.Value!);
        writer.Flush();
        return WriteAsync(response, buffer.WrittenMemory);
    }

    /// <summary>Writes <paramref name="json"/> with status 200.</summary>
    public static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> json)
    {
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.BodyWriter.WriteAsync(json, response.HttpContext.RequestAborted);
    }
}
