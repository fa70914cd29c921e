using System.Buffers;
using System.IO.Pipelines;

namespace Paddock.Server.Http;

/// <summary>Writes an answer that is put together of JSON and of text that goes into JSON strings, without a copy of either.</summary>
internal static class ReplyParts
{
    // Kestrel holds back a writer at 64 KiB; pieces of a quarter of that keep it busy.
    private const int PieceBytes = 16 * 1024;

    public static async ValueTask WriteAsync(
        HttpResponse response, (ReadOnlyMemory<byte> Bytes, bool IsText)[] parts, CancellationToken cancellationToken)
    {
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
}
