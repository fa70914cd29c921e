using System.Net.Sockets;
using System.Text;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Answers;

/// <summary>A caller that reads the first bytes of its answer and then nothing more.</summary>
internal sealed class SilentCaller : IDisposable
{
    private const int Head = 12; // "HTTP/1.1 200"

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };

    private SilentCaller()
    {
    }

    /// <summary>The status of its answer.</summary>
    public int Status { get; private set; }

    public static async Task<SilentCaller> CallAsync(ServerProcess server, FunctionCall call, CancellationToken cancellationToken)
    {
        var caller = new SilentCaller();
        var body = call.ToJson();
        await caller._socket.ConnectAsync("127.0.0.1", server.Port, cancellationToken);
        await caller._socket.SendAsync(
            Encoding.UTF8.GetBytes($"POST {PaddockClient.ExecuteFunction} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ServerSettings.Key}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"),
            cancellationToken);
        var head = new byte[Head];
        for (var have = 0; have < Head;)
        {
            var count = await caller._socket.ReceiveAsync(head.AsMemory(have), cancellationToken);
            count.ShouldBeGreaterThan(0, "the connection ended without an answer");
            have += count;
        }

        caller.Status = int.Parse(Encoding.ASCII.GetString(head)[^3..], System.Globalization.CultureInfo.InvariantCulture);
        return caller;
    }

    public void Dispose() => _socket.Dispose();
}
