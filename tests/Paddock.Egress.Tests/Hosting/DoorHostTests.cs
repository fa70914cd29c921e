using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Paddock.Egress.Grants;
using Paddock.Egress.Tests.Fakes;

namespace Paddock.Egress.Tests.Hosting;

public sealed class DoorHostTests
{
    private static readonly string[] _words = ["one", "two", "six"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_Plain_IsHttp1OfItsExecution()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port, "127.0.0.7");
        (await client.GetStringAsync($"http://api.example.com:{port}/", Cancelled))
            .ShouldBe($"HTTP/1.1 http api.example.com:{port} sni=none dialed=127.0.0.7:{port} secure=False {DoorBench.ExecutionId} ");
    }

    [Theory]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionExact, "HTTP/1.1")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionExact, "HTTP/2")]
    public async Task Connection_Tls_HasACertificateForItsName(string version, HttpVersionPolicy policy, string protocol)
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port);
        using HttpRequestMessage request = new(HttpMethod.Get, "https://Api.Example.com/") { Version = new Version(version), VersionPolicy = policy };
        using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, response.ToString());
        response.Headers.Server.ShouldBeEmpty();
        (await response.Content.ReadAsStringAsync(Cancelled))
            .ShouldBe($"{protocol} https api.example.com sni=api.example.com dialed=127.0.0.1:{port} secure=True {DoorBench.ExecutionId} ");
    }

    [Fact]
    public async Task Connection_TlsToAnAddress_HasACertificateForIt()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port, "127.9.8.7");
        (await client.GetStringAsync("https://127.9.8.7/", Cancelled)).ShouldContain($"sni= dialed=127.9.8.7:{port}");
    }

    [Fact]
    public async Task Connection_TlsWithoutAlpn_IsHttp1()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        await using Stream tls = await OpenStreamAsync(bench, port, isSecure: true);
        await tls.WriteAsync("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancelled);
        using StreamReader reader = new(tls);
        string answer = await reader.ReadToEndAsync(Cancelled).Soonest();
        answer.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        answer.ShouldContain("HTTP/1.1 https a.example sni=a.example");
    }

    [Fact]
    public async Task Connection_TlsNameThatIsNone_IsRefusedWithANote()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out int port);
        using Socket socket = await DoorBench.ConnectAsync(port);
        await using SslStream tls = new(new NetworkStream(socket));
        SslClientAuthenticationOptions options = bench.Trust();
        options.TargetHost = "a..example";
        await Should.ThrowAsync<Exception>(tls.AuthenticateAsClientAsync(options, Cancelled).Soonest());
        (await grant.CloseAsync()).Notes.ShouldHaveSingleItem().ShouldBe("a TLS server name must not have an empty label");
    }

    [Fact]
    public async Task Handshake_ThatBreaksOff_EndsTheConnection()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using Socket socket = await DoorBench.ConnectAsync(port);
        await socket.SendAsync(new byte[] { 0x16, 0x03, 0x01, 0x40, 0x00, 0x99 }, Cancelled);
        await socket.SendAsync(RandomBytes(20_000), Cancelled);
        await ReadToEndAsync(socket);
    }

    [Fact]
    public async Task Garbage_OnAPlainConnection_Gets400AndAClose()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        foreach (byte[] garbage in new[] { "\0\0\0\0\r\n\r\n"u8.ToArray(), "SSH-2.0-x\r\n\r\n"u8.ToArray(), "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [0x80, 0xFF, 0x0D, 0x0A, 0x0D, 0x0A] })
        {
            using Socket socket = await DoorBench.ConnectAsync(port);
            await socket.SendAsync(garbage, Cancelled);
            (await ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 400 ");
        }
    }

    [Fact]
    public async Task Bodies_OverHttp2BothWaysAtOnce_Stream()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port);
        TaskCompletionSource<Stream> upload = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using HttpRequestMessage request = new(HttpMethod.Post, "https://a.example/echo")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamingContent(async stream =>
            {
                upload.SetResult(stream);
                await done.Task;
            }),
        };
        Task<HttpResponseMessage> sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Stream up = await upload.Task.Soonest();
        await up.FlushAsync(Cancelled);
        using HttpResponseMessage response = await sending.Soonest();
        Stream down = await response.Content.ReadAsStreamAsync(Cancelled);
        byte[] buffer = new byte[3];
        foreach (string word in _words)
        {
            await up.WriteAsync(Encoding.ASCII.GetBytes(word), Cancelled);
            await up.FlushAsync(Cancelled);
            await down.ReadExactlyAsync(buffer, Cancelled).Soonest();
            Encoding.ASCII.GetString(buffer).ShouldBe(word);
        }

        done.SetResult();
        (await down.ReadAsync(buffer, Cancelled).Soonest()).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bodies_OverHttp1BothWaysAtOnce_Stream(bool isSecure)
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        await using Stream stream = await OpenStreamAsync(bench, port, isSecure);
        await stream.WriteAsync("POST /echo HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), Cancelled);
        StringBuilder text = new();
        foreach (string word in _words)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"3\r\n{word}\r\n"), Cancelled);
            await ReadUntilAsync(stream, text, $"3\r\n{word}\r\n");
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), Cancelled);
        await ReadUntilAsync(stream, text, "\r\n0\r\n\r\n");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Body_OfManyMegabytes_HasNoLimitOfItsOwn(string version)
    {
        // More than the 30,000,000 bytes that the framework allows by itself.
        const int length = 31_000_000;
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port);
        client.DefaultRequestVersion = new Version(version);
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using ByteArrayContent body = new(new byte[length]);
        using HttpResponseMessage response = await client.PostAsync("https://a.example/count", body, Cancelled);
        (await response.Content.ReadAsStringAsync(Cancelled)).ShouldBe("31000000");
        (await client.GetByteArrayAsync("https://a.example/zeros?31000000", Cancelled)).Length.ShouldBe(length);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Headers_LongAndNotAscii_ArriveAsTheyWereSent(string version)
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => new NetworkStream(await DoorBench.ConnectAsync(port, "127.0.0.1", cancellationToken), ownsSocket: true),
            SslOptions = bench.Trust(),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        });
        string value = $"é{new string('y', 50_000)}ÿ";
        using HttpRequestMessage request = new(HttpMethod.Get, $"https://a.example/?{new string('q', 30_000)}")
        {
            Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("x", value).ShouldBeTrue();
        using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
        (await response.Content.ReadAsStringAsync(Cancelled)).ShouldEndWith($" {value}");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task WebSocket_OverTls_Passes(string version)
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port);
        using HttpRequestMessage request = new(version == "2.0" ? HttpMethod.Connect : HttpMethod.Get, "https://a.example/upgrade")
        {
            Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (version == "2.0")
        {
            request.Headers.Protocol = "websocket";
        }
        else
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        }

        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        response.StatusCode.ShouldBe(version == "2.0" ? HttpStatusCode.OK : HttpStatusCode.SwitchingProtocols);
        Stream stream = await response.Content.ReadAsStreamAsync(Cancelled);
        byte[] buffer = new byte[4];
        foreach (string word in new[] { "ping", "pong" })
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(word), Cancelled);
            await stream.FlushAsync(Cancelled);
            await stream.ReadExactlyAsync(buffer, Cancelled).Soonest();
            Encoding.ASCII.GetString(buffer).ShouldBe(word);
        }
    }

    [Fact]
    public async Task Connection_IdleBetweenAndWithinRequests_Stays()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        await using Stream stream = await OpenStreamAsync(bench, port, isSecure: false);
        await using Stream slow = await OpenStreamAsync(bench, port, isSecure: true);
        StringBuilder text = new();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"u8.ToArray(), Cancelled);
        await ReadUntilAsync(stream, text, "\r\n0\r\n\r\n");
        await slow.WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray(), Cancelled);

        // Kestrel looks at its timeouts once a second.
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancelled);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"u8.ToArray(), Cancelled);
        await ReadUntilAsync(stream, text.Clear(), "\r\n0\r\n\r\n");
        await slow.WriteAsync("Host: a.example\r\n\r\n"u8.ToArray(), Cancelled);
        text.ToString().ShouldStartWith("HTTP/1.1 200 OK");
        await ReadUntilAsync(slow, text.Clear(), "\r\n0\r\n\r\n");
        text.ToString().ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task Handler_ThatThrows_IsLoggedWithoutItsMessage()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync($"http://a.example:{port}/throw", Cancelled));
        bench.Logs.Lines.TryDequeue(out string? line).ShouldBeTrue();
        line.ShouldStartWith($"Error A request of execution {DoorBench.ExecutionId} failed with InvalidOperationException");
        line.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Stop_WithAConnectionThatComesLater_ClosesIt()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out int port);
        await bench.StopServerAsync();
        string answer = "";
        try
        {
            using Socket socket = await DoorBench.ConnectAsync(port);
            await socket.SendAsync("GET / HTTP/1.1\r\n"u8.ToArray(), Cancelled);
            answer = await ReadToEndAsync(socket);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // It was closed before this end had noticed that it was open.
        }

        answer.ShouldBe("");
        await grant.CloseAsync().Soonest();
        DoorSockets.OpenAt(port).ShouldBe(0);
    }

    internal static async Task<string> ReadToEndAsync(Socket socket)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Cancelled).Soonest() is > 0 and int length)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed while something was on its way.
        }

        return text.ToString();
    }

    private static async Task<Stream> OpenStreamAsync(DoorBench bench, int port, bool isSecure)
    {
        NetworkStream plain = new(await DoorBench.ConnectAsync(port), ownsSocket: true);
        if (!isSecure)
        {
            return plain;
        }

        SslStream tls = new(plain);
        SslClientAuthenticationOptions options = bench.Trust();
        options.TargetHost = "a.example";
        await tls.AuthenticateAsClientAsync(options, Cancelled);
        return tls;
    }

    private static async Task ReadUntilAsync(Stream stream, StringBuilder text, string end)
    {
        byte[] buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            int length = await stream.ReadAsync(buffer, Cancelled).Soonest();
            length.ShouldBeGreaterThan(0, text.ToString());
            text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private sealed class StreamingContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
