using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Paddock.Core;
using Paddock.Core.Executions;

namespace Paddock.Sandbox.Cells;

/// <summary>The checked contents of a result frame.</summary>
/// <param name="Status">What became of the returned value.</param>
/// <param name="ExitCode">0 to 255.</param>
/// <param name="Output">One well-formed JSON value in UTF-8, or empty for null.</param>
internal readonly record struct ResultPayload(OutputStatus Status, int ExitCode, ReadOnlyMemory<byte> Output)
{
    internal const int HeaderSize = 5;

    /// <summary>What the runners allow a returned value; deeper JSON is forged, and would break the parsers of callers.</summary>
    private const int MaxDepth = 1_000;

    /// <summary>Checks a payload byte for byte; the output is passed on to callers as it is.</summary>
    internal static bool TryParse(ReadOnlyMemory<byte> payload, out ResultPayload result)
    {
        result = default;
        if (payload.Length < HeaderSize || payload.Span[0] > (byte)OutputStatus.Error)
        {
            return false;
        }

        var status = (OutputStatus)payload.Span[0];
        ReadOnlyMemory<byte> output = payload[HeaderSize..];
        bool wellFormed = output.IsEmpty || !Layer.IsOn("result-checks") || (status == OutputStatus.Valid && IsJson(output.Span));
        result = new ResultPayload(status, BinaryPrimitives.ReadInt32LittleEndian(payload.Span[1..]) & 0xFF, output);
        return wellFormed;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
