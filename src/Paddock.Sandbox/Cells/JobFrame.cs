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

    /// <summary>Up to so many bytes an input is copied, so that one call sends all.</summary>
    private const int MaxCopied = 64 * 1024;

    private static readonly byte[] s_nothing = [];
    private static readonly byte[] s_endOfJob = [(byte)'}'];

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the frame of <paramref name="execution"/>. It holds a large input as it is: until the run has ended, that must stay what it is.</summary>
    internal static ReadOnlySequence<byte> Write(ExecutionJob execution)
    {
        // The stdin of a script stands after the JSON as it is: a runner passes it on without looking at it.
        (ReadOnlyMemory<byte> body, byte[] end) = execution.Script is { } script ? (script.Stdin, s_nothing) : (execution.Input, s_endOfJob);
        int start = HeaderSize + (execution.Script is null ? 0 : JsonLengthSize);
        bool isCopied = body.Length <= MaxCopied;
        var head = new ArrayBufferWriter<byte>(Overhead + execution.Code.Length + (isCopied ? body.Length : 0));
        head.GetSpan(start);
        head.Advance(start);
        using (var json = new Utf8JsonWriter(head, s_options))
        {
            WriteJob(json, execution);
        }

        int jsonLength = head.WrittenCount - start;
        Span<byte> header = MemoryMarshal.AsMemory(head.WrittenMemory).Span;
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(head.WrittenCount - HeaderSize + body.Length + end.Length));
        header[KindAt] = execution.Script is null ? FunctionKind : ScriptKind;
        if (execution.Script is not null)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[HeaderSize..], (uint)jsonLength);
        }

        if (!isCopied)
        {
            return FramePart.Join(head.WrittenMemory, body, end);
        }

        head.Write(body.Span);
        head.Write(end);
        return new ReadOnlySequence<byte>(head.WrittenMemory);
    }

    /// <summary>All but the input of a function and the end of the object around it.</summary>
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
            return;
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
