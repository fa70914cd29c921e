using System.Net;
using System.Net.Sockets;
using System.Text;
using Paddock.Client.Errors;
using Paddock.Client.Tests.Fakes;
using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Http;

/// <summary>The library's own HTTP client, against real sockets.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_WhereNobodyListens_SaysWhereAndWhy()
    {
        using var client = ClientOf(FreePort.Next());

        var error = await Should.ThrowAsync<ConnectionFailedException>(() => client.Tools.GetAsync("X", cancellationToken: Token));

        error.Message.ShouldContain("127.0.0.1");
        error.Message.ShouldContain("refused");
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_IsAConnectionFailure()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeOnceAsync(listener, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\"");
        using var client = ClientOf(((IPEndPoint)listener.LocalEndpoint).Port);

        await Should.ThrowAsync<ConnectionFailedException>(() => client.Tools.GetAsync("X", cancellationToken: Token));
        await served;
    }

    [Fact]
    public async Task Redirect_ToAnotherPath_IsNotFollowed()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeOnceAsync(listener, "HTTP/1.1 308 Permanent Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var client = ClientOf(((IPEndPoint)listener.LocalEndpoint).Port);

        var error = await Should.ThrowAsync<UnexpectedStatusException>(() => client.Tools.GetAsync("X", cancellationToken: Token));

        error.Status.ShouldBe(308);
        (await served).ShouldStartWith("GET /v1/tools/X HTTP/1.1");
    }

    private static PaddockClient ClientOf(int port) =>
        new(new PaddockClientOptions { ApiKey = Clients.Key, BaseUrl = new Uri($"http://127.0.0.1:{port}"), MaxRetries = 0 });

    /// <summary>Takes one connection, reads a head, writes some text and closes.</summary>
    private static async Task<string> ServeOnceAsync(TcpListener listener, string answer)
    {
        using var socket = await listener.AcceptSocketAsync(Token);
        StringBuilder head = new();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, Token);
            count.ShouldBeGreaterThan(0);
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        await socket.SendAsync(Encoding.ASCII.GetBytes(answer), Token);
        return head.ToString();
    }
}
