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
    private const int KindAt = 4;
    private const byte FunctionKind = 1;
    private const byte ScriptKind = 3;
    private const int JsonLengthSize = 4;
    private const int Overhead = 512;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static ReadOnlyMemory<byte> Write(ExecutionJob execution)
    {
        // The stdin of a script stands after the JSON as it is: a runner passes it on without looking at it.
        ReadOnlySpan<byte> stdin = execution.Script is null ? default : execution.Script.Stdin.Span;
        int start = HeaderSize + (execution.Script is null ? 0 : JsonLengthSize);
        var buffer = new ArrayBufferWriter<byte>(Overhead + execution.Code.Length + execution.Input.Length + stdin.Length);
        buffer.GetSpan(start);
        buffer.Advance(start);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            WriteJob(json, execution);
        }

        int jsonLength = buffer.WrittenCount - start;
        buffer.Write(stdin);
        Span<byte> frame = MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - HeaderSize));
        frame[KindAt] = execution.Script is null ? FunctionKind : ScriptKind;
        if (execution.Script is not null)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(frame[HeaderSize..], (uint)jsonLength);
        }

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
        if (execution.Script is { } script)
        {
            json.WriteStartArray("args"u8);
            foreach (string argument in script.Arguments)
            {
                json.WriteStringValue(argument);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("input"u8);
            json.WriteRawValue(execution.Input.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Name(Language language) => language switch
    {
        Language.Python => "python"u8,
        Language.JavaScript => "javascript"u8,
        Language.TypeScript => "typescript"u8,
        Language.Ruby => "ruby"u8,
        Language.Php => "php"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(language)),
    };
}
