using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Paddock.Egress.Hosting;

/// <summary>Sets the door's server up for any program that any HTTP library may write. What bounds it is the execution: its time, and its connections.</summary>
internal static class DoorLimits
{
    // Signed URLs and cookies; the most that known servers take.
    private const int RequestLine = 64 * 1024;
    private const int Headers = 256 * 1024;
    private const int HeaderCount = 1000;

    // One stream may fill its connection: most programs have just one. A window is memory that a connection may hold.
    private const int Window = 1024 * 1024;

    // The least that RFC 9113 advises, and clients that open many at once count on it; times the connections of an execution it is what one cell may ask of hosts and resolver at once.
    private const int Streams = 100;

    // Longer than an execution may take. Not infinite: Kestrel adds that to the time, overflows, and ends idle connections within a second.
    private static readonly TimeSpan _never = TimeSpan.FromDays(30);

    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowResponseHeaderCompression = true;

        // Byte for byte: nobody asked the door what a header means.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = _never;
        limits.RequestHeadersTimeout = _never;
        limits.MaxRequestBufferSize = Window;
        limits.MaxResponseBufferSize = 256 * 1024;
        limits.MaxRequestLineSize = RequestLine;
        limits.MaxRequestHeadersTotalSize = Headers;
        limits.MaxRequestHeaderCount = HeaderCount;
        limits.Http2.MaxStreamsPerConnection = Streams;
        limits.Http2.InitialConnectionWindowSize = Window;
        limits.Http2.InitialStreamWindowSize = Window;
        limits.Http2.MaxRequestHeaderFieldSize = RequestLine;
        limits.Http2.KeepAlivePingDelay = TimeSpan.MaxValue;
    }
}
