using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Server.Http;

/// <summary>Writes the answer of an executed function straight from the sandbox's bytes.</summary>
internal static class FunctionReplyWriter
{
    // Kestrel holds back a writer at 64 KiB; pieces of a quarter of that keep it busy.
    private const int PieceBytes = 16 * 1024;

    private static readonly byte[] _beforeOutput = "{\"output\":"u8.ToArray();
    private static readonly byte[] _beforeStderr = "\",\"stderr\":\""u8.ToArray();

    public static async ValueTask WriteAsync(HttpResponse response, ExecutionReply reply, CancellationToken cancellationToken)
    {
        // The names and numbers in between are ASCII without anything to escape.
        byte[] beforeStdout = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $",\"output_status\":\"{NameOf(reply.OutputStatus)}\",\"execution\":{{\"id\":\"{reply.Id}\",\"exit_code\":{reply.ExitCode},\"stdout\":\""));
        byte[] end = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"\",\"duration\":{reply.DurationMilliseconds},\"termination_reason\":\"{reply.TerminationReason}\"}}}}"));
        (ReadOnlyMemory<byte> Bytes, bool IsText)[] parts =
        [
            (_beforeOutput, false),
            (reply.Output, false),
            (beforeStdout, false),
            (reply.Stdout, true),
            (_beforeStderr, false),
            (reply.Stderr, true),
            (Encoding.UTF8.GetBytes(reply.Notes), true),
            (end, false),
        ];
        response.ContentType = "application/json";
        response.ContentLength = parts.Sum(static part => part.IsText ? JsonString.Measure(part.Bytes.Span) : part.Bytes.Length);
        await WriteAsync(response.BodyWriter, parts, cancellationToken);
    }

    private static async ValueTask WriteAsync(
        PipeWriter writer, (ReadOnlyMemory<byte> Bytes, bool IsText)[] parts, CancellationToken cancellationToken)
    {
        int unflushed = 0;
        foreach ((ReadOnlyMemory<byte> bytes, bool isText) in parts)
        {
            for (int offset = 0; offset < bytes.Length; offset += PieceBytes)
            {
                ReadOnlySpan<byte> piece = bytes.Span[offset..Math.Min(offset + PieceBytes, bytes.Length)];
                if (isText)
                {
                    JsonString.Write(writer, piece);
                }
                else
                {
                    writer.Write(piece);
                }

                unflushed += piece.Length;
                if (unflushed >= PieceBytes)
                {
                    unflushed = 0;
                    if ((await writer.FlushAsync(cancellationToken)).IsCompleted)
                    {
                        return;
                    }
                }
            }
        }

        await writer.FlushAsync(cancellationToken);
    }

    private static string NameOf(OutputStatus status) => status switch
    {
        OutputStatus.Valid => "valid",
        OutputStatus.JsonSerializationError => "json_serialization_error",
        _ => "error",
    };
}
