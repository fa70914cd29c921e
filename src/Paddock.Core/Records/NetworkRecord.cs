using System.Globalization;
using Paddock.Core.Grants;

namespace Paddock.Core.Records;

/// <summary>Writes what went through the egress door: <c>{"requests":[…],"unlisted":0}</c>.</summary>
internal static class NetworkRecord
{
    /// <summary>The list in what <see cref="Write"/> wrote.</summary>
    public static ReadOnlySpan<byte> RequestsOf(ReadOnlySpan<byte> json) => JsonSlice.Member(json, "requests"u8);

    /// <summary>How many requests are not in it.</summary>
    public static long UnlistedOf(ReadOnlySpan<byte> json) => long.Parse(JsonSlice.Member(json, "unlisted"u8), CultureInfo.InvariantCulture);

    /// <summary>Writes it.</summary>
    public static void Write(RecordSink sink, GrantReport network)
    {
        sink.Open('{');
        sink.Name("requests"u8);
        sink.Open('[');
        int listed = 0;
        while (listed < network.Requests.Count && !sink.IsFull)
        {
            WriteRequest(sink, network.Requests[listed++]);
        }

        sink.Close(']');
        sink.Name("unlisted"u8);
        sink.Number(network.UnlistedRequests + network.Requests.Count - listed);
        sink.Close('}');
    }

    private static void WriteRequest(RecordSink sink, GrantRequest request)
    {
        sink.Open('{');
        sink.Name("method"u8);
        sink.Text(request.Method);
        sink.Name("url"u8);
        sink.Text($"{request.Scheme}://{request.Host}{request.Path}");
        sink.Name("allowed"u8);
        sink.Bool(request.IsAllowed);
        sink.Name("status"u8);
        sink.Number(request.Status);
        sink.Name("sent_bytes"u8);
        sink.Number(request.SentBytes);
        sink.Name("received_bytes"u8);
        sink.Number(request.ReceivedBytes);
        sink.Name("duration"u8);
        sink.Number(Math.Max(0, (long)Math.Ceiling(request.Duration.TotalMilliseconds)));
        sink.Close('}');
    }
}
