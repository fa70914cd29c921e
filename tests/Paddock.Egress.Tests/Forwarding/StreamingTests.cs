using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Tests.Fakes;
using Paddock.Egress.Tests.Hosting;

namespace Paddock.Egress.Tests.Forwarding;

/// <summary>Bodies that come piece by piece, are large or many, and how they end.</summary>
public sealed class StreamingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Events_ArriveOneByOne_AndTheHeadBeforeThem(int version)
    {
        using TestAuthority authority = new();
        SemaphoreSlim next = new(0);
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync();
                for (int i = 0; i < 3; i++)
                {
                    await next.WaitAsync(context.RequestAborted);
                    await context.Response.WriteAsync($"data: {i}\n\n");
                    await context.Response.Body.FlushAsync();
                }
            },
            authority.Issue("x.test"));
        await using ForwardBench bench = await ForwardBench.StartAsync(
            upstream.Port, new BearerCredential(new Secret("data-secret")), options => options with { TrustedCertificates = authority.PemPath });

        using HttpResponseMessage response = await bench.Client(version).GetAsync(bench.Secure("/"), HttpCompletionOption.ResponseHeadersRead, Stop).Soonest();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(Stop));
        for (int i = 0; i < 3; i++)
        {
            next.Release();
            (await reader.ReadLineAsync(Stop).Soonest()).ShouldBe($"data: {i}");
            (await reader.ReadLineAsync(Stop).Soonest()).ShouldBe("");
        }

        (await reader.ReadLineAsync(Stop).Soonest()).ShouldBeNull();
    }

    [Fact]
    public async Task Body_StreamsBothWaysAtOnce()
    {
        using TestAuthority authority = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            static async context =>
            {
                context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
                await context.Response.Body.FlushAsync();
                byte[] buffer = new byte[100];
                while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int count)
                {
                    await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }

                context.Response.AppendTrailer("x-end", "yes");
            },
            authority.Issue("x.test"));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });
        using HandContent content = new();
        using HttpRequestMessage request = new(HttpMethod.Post, bench.Secure("/"))
        {
            Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        Task<HttpResponseMessage> answer = bench.Client(2).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Stream up = await content.Opened.Soonest();
        using HttpResponseMessage response = await answer.Soonest();
        Stream down = await response.Content.ReadAsStreamAsync(Stop);
        byte[] got = new byte[3];
        for (int i = 0; i < 3; i++)
        {
            await up.WriteAsync(new byte[] { 1, 2, (byte)i }, Stop);
            await up.FlushAsync(Stop);
            await down.ReadExactlyAsync(got, Stop).Soonest();
            got[2].ShouldBe((byte)i);
        }

        content.Finish();
        (await down.ReadAsync(got, Stop).Soonest()).ShouldBe(0);
        response.TrailingHeaders.GetValues("x-end").ShouldBe(["yes"]);
        GrantRequest entry = (await bench.CloseAsync()).Requests.Single();
        entry.SentBytes.ShouldBe(9);
        entry.ReceivedBytes.ShouldBe(9);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task Upload_ArrivesPieceByPiece(int version, bool isSecure)
    {
        using TestAuthority authority = new();
        System.Threading.Channels.Channel<int> arrived = System.Threading.Channels.Channel.CreateUnbounded<int>();
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            async context =>
            {
                byte[] buffer = new byte[100];
                while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int count)
                {
                    arrived.Writer.TryWrite(count);
                }
            },
            isSecure ? authority.Issue("x.test") : null);
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });
        using HandContent content = new();
        using HttpRequestMessage request = new(HttpMethod.Post, bench.Url("/", isSecure: isSecure))
        {
            Content = content, Version = new Version(version, version == 1 ? 1 : 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        Task<HttpResponseMessage> answer = bench.Client(version).SendAsync(request, Stop);
        Stream up = await content.Opened.Soonest();
        for (int i = 1; i < 4; i++)
        {
            await up.WriteAsync(new byte[i], Stop);
            await up.FlushAsync(Stop);
            (await arrived.Reader.ReadAsync(Stop).Soonest()).ShouldBe(i);
        }

        content.Finish();
        using HttpResponseMessage response = await answer.Soonest();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task WebSocket_TalksBothWays(int version, bool isSecure)
    {
        using TestAuthority authority = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(EchoSocketAsync, isSecure ? authority.Issue("x.test") : null);
        await using ForwardBench bench = await ForwardBench.StartAsync(
            upstream.Port, new HeaderCredential("X-Key", new Secret("socket-secret")),
            options => options with { TrustedCertificates = authority.PemPath, AllowCredentialsOverHttp = true });
        using System.Net.WebSockets.ClientWebSocket socket = new();
        socket.Options.HttpVersion = new Version(version, version == 1 ? 1 : 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.DangerousDeflateOptions = new System.Net.WebSockets.WebSocketDeflateOptions();
        using HttpMessageInvoker invoker = new(bench.NewHandler());

        await socket.ConnectAsync(new UriBuilder(bench.Url("/", isSecure: isSecure)) { Scheme = isSecure ? "wss" : "ws" }.Uri, invoker, Stop).Soonest();
        byte[] buffer = new byte[100];
        (await socket.ReceiveAsync(buffer, Stop).Soonest()).Count.ShouldBe(13);
        Encoding.UTF8.GetString(buffer, 0, 13).ShouldBe("*************");
        for (int i = 0; i < 3; i++)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes($"hello {i}"), System.Net.WebSockets.WebSocketMessageType.Text, true, Stop).Soonest();
            System.Net.WebSockets.WebSocketReceiveResult got = await socket.ReceiveAsync(buffer, Stop).Soonest();
            Encoding.UTF8.GetString(buffer, 0, got.Count).ShouldBe($"hello {i}");
        }

        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, Stop).Soonest();
        GrantReport report = await bench.CloseAsync();
        report.Notes.ShouldBeEmpty();
        report.Requests.Single().Status.ShouldBe(version == 1 ? 101 : 200);
    }

    [Fact]
    public async Task Body_OfManyMegabytes_IsForwardedWhole()
    {
        await using LoadedDoor door = await LoadedDoor.StartAsync(GiveBackAsync);
        byte[] body = new byte[20 * 1024 * 1024];
        for (int i = 0; i < body.Length; i++)
        {
            body[i] = (byte)((i * 31) >> 7);
        }

        using HttpResponseMessage response = await door.Bench.Client(2).PostAsync(door.Bench.Secure("/"), new ByteArrayContent(body), Stop).Soonest();

        (await response.Content.ReadAsByteArrayAsync(Stop).Soonest()).SequenceEqual(body).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Bodies_OfSixtyRequestsAtOnce_AreEachForwardedWhole(int version)
    {
        await using LoadedDoor door = await LoadedDoor.StartAsync(GiveBackAsync);
        HttpClient client = door.Bench.Client(version);
        async Task ExchangeAsync(int number)
        {
            byte[] body = new byte[300_000 + number];
            Array.Fill(body, (byte)number);
            using HttpResponseMessage response = await client.PostAsync(door.Bench.Secure("/"), new ByteArrayContent(body), Stop);
            (await response.Content.ReadAsByteArrayAsync(Stop)).SequenceEqual(body).ShouldBeTrue($"the body of request {number} came back whole");
        }

        await Task.WhenAll(Enumerable.Range(0, 60).Select(ExchangeAsync)).Soonest();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Close_WithManyResponsesThatNobodyReads_EndsThemAll(int version)
    {
        await using LoadedDoor door = await LoadedDoor.StartAsync(PourAsync);
        HttpClient client = door.Bench.Client(version);
        HttpResponseMessage[] responses = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => client.GetAsync(door.Bench.Secure("/"), HttpCompletionOption.ResponseHeadersRead, Stop))).Soonest();

        (await door.Bench.CloseAsync()).Requests.Count.ShouldBe(40);

        foreach (HttpResponseMessage response in responses)
        {
            await Should.ThrowAsync<HttpRequestException>(response.Content.LoadIntoBufferAsync(Stop)).Soonest();
            response.Dispose();
        }
    }

    [Theory]
    [InlineData("x.test", "HTTP/1.1 200 OK")]
    [InlineData("y.test", "HTTP/1.1 403 Forbidden")]
    public async Task CodeThatHasSaidAll_IsStillAnswered(string host, string answer)
    {
        await using RawUpstream upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        using Socket socket = await DoorBench.ConnectAsync(bench.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}:{bench.Port}\r\n\r\n"), Stop);
        socket.Shutdown(SocketShutdown.Send);
        (await DoorHostTests.ReadToEndAsync(socket)).ShouldStartWith(answer);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task CodeThatHangsUp_IsToldNothing_AndTheHostIsLetGo(int version, bool isSecure)
    {
        using TestAuthority authority = new();
        TaskCompletionSource gone = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            async context =>
            {
                using CancellationTokenRegistration aborted = context.RequestAborted.Register(gone.SetResult);
                await context.Response.WriteAsync("start");
                await context.Response.Body.FlushAsync();
                await gone.Task;
            },
            isSecure ? authority.Issue("x.test") : null);
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });

        using (HttpResponseMessage response = await bench.Client(version).GetAsync(bench.Url("/", isSecure: isSecure), HttpCompletionOption.ResponseHeadersRead, Stop).Soonest())
        {
            Stream body = await response.Content.ReadAsStreamAsync(Stop);
            await body.ReadExactlyAsync(new byte[5], Stop).Soonest();
        }

        await gone.Task.Soonest();
        GrantReport report = await bench.CloseAsync();
        report.Notes.ShouldBeEmpty();
        report.Requests.Single().Status.ShouldBe(200);
        report.Requests.Single().ReceivedBytes.ShouldBe(5);
    }

    [Fact]
    public async Task ClosingTheGrant_EndsRequestsThatRun()
    {
        TaskCompletionSource arrived = new();
        TaskCompletionSource gone = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                gone.SetResult();
            }
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        Task<HttpResponseMessage> answer = bench.Client().GetAsync(bench.Url("/"), Stop);
        await arrived.Task.Soonest();

        GrantReport report = await bench.CloseAsync();

        report.Requests.Single().Status.ShouldBe(0);
        report.Notes.ShouldBeEmpty();
        await Should.ThrowAsync<HttpRequestException>(answer).Soonest();
        await gone.Task.Soonest();
    }

    /// <summary>A response without an end.</summary>
    private static async Task PourAsync(HttpContext context)
    {
        byte[] piece = new byte[64 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            // What is written to a connection that has ended is gone at once; loops that never wait would leave no thread to tell them of that end.
            await Task.Yield();
        }
    }

    /// <summary>Not before all of it is there: most clients read nothing while they send.</summary>
    private static async Task GiveBackAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task EchoSocketAsync(HttpContext context)
    {
        using System.Net.WebSockets.WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        byte[] buffer = new byte[100];
        string secret = context.Request.Headers["X-Key"].ToString();
        await socket.SendAsync(Encoding.UTF8.GetBytes(secret), System.Net.WebSockets.WebSocketMessageType.Text, true, context.RequestAborted);
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not System.Net.WebSockets.WebSocketMessageType.Close } got)
        {
            await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    /// <summary>A door to an https host, whose responses are searched for a secret.</summary>
    private sealed record LoadedDoor(TestAuthority Authority, WebUpstream Upstream, ForwardBench Bench) : IAsyncDisposable
    {
        internal static async Task<LoadedDoor> StartAsync(RequestDelegate host)
        {
            TestAuthority authority = new();
            WebUpstream upstream = await WebUpstream.StartAsync(host, authority.Issue("x.test"));
            return new LoadedDoor(authority, upstream, await ForwardBench.StartAsync(
                upstream.Port, new BearerCredential(new Secret("\u0001\u0002\u0003\u0004\u0005")), options => options with { TrustedCertificates = authority.PemPath }));
        }

        public async ValueTask DisposeAsync()
        {
            await Bench.DisposeAsync();
            await Upstream.DisposeAsync();
            Authority.Dispose();
        }
    }

    private sealed class HandContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _opened = new();
        private readonly TaskCompletionSource _finished = new();

        internal Task<Stream> Opened => _opened.Task;

        internal void Finish() => _finished.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync(Stop);
            _opened.SetResult(stream);
            await _finished.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
