using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Sandbox.Cells;

/// <summary>Writes the job frame of docs/protocols/cell.md.</summary>
internal static class JobFrame
{
    private const int HeaderSize = 5;
    private const byte JobKind = 1;
    private const int Overhead = 512;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static ReadOnlyMemory<byte> Write(ExecutionJob execution)
    {
        var buffer = new ArrayBufferWriter<byte>(Overhead + execution.Code.Length + execution.Input.Length);
        buffer.GetSpan(HeaderSize);
        buffer.Advance(HeaderSize);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            WriteJob(json, execution);
        }

        Span<byte> header = MemoryMarshal.AsMemory(buffer.WrittenMemory).Span[..HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(buffer.WrittenCount - HeaderSize));
        header[4] = JobKind;
        return buffer.WrittenMemory;
    }

    private static void WriteJob(Utf8JsonWriter json, ExecutionJob execution)
    {
        json.WriteStartObject();
        json.WriteString("language"u8, Name(execution.Language));
        json.WriteString("code"u8, execution.Code);
        json.WriteStartObject("env"u8);
        foreach ((string name, string value) in execution.Environment)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("files"u8);
        foreach (InputFile file in execution.Files)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, file.Path);
            json.WriteString("contents"u8, file.Contents);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("input"u8);
        json.WriteRawValue(execution.Input.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Name(Language language) => language switch
    {
        Language.Python => "python"u8,
        Language.JavaScript => "javascript"u8,
        Language.TypeScript => "typescript"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(language)),
    };
}
