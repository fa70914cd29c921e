using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Paddock.Egress.Grants;
using Paddock.Egress.Listening;
using Paddock.Egress.Tests.Fakes;

namespace Paddock.Egress.Tests.Listening;

public sealed class DoorTransportTests
{
    private static readonly byte[] _hang = "GET /hang HTTP/1.1\r\nHost: a.example\r\n\r\n"u8.ToArray();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Client_ThatClosesItsSendingHalf_GetsItsAnswers(bool isSecure, bool isFin)
    {
        HandTime time = new();
        await using DoorBench bench = await DoorBench.StartAsync(time: time);
        bench.OpenAt(out int port);
        using Socket socket = await DoorBench.ConnectAsync(port);
        await using Stream stream = await OpenAsync(bench, socket, isSecure);
        await stream.WriteAsync("GET /wait HTTP/1.1\r\nHost: a.example\r\n\r\nPOST /count HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\nabc"u8.ToArray(), Cancelled);
        if (stream is SslStream tls)
        {
            await tls.ShutdownAsync();
        }

        if (isFin)
        {
            socket.Shutdown(SocketShutdown.Send);
            await UntilAsync(() => time.Set.Count > 0);
        }

        bench.Handler.Release.SetResult();
        using StreamReader reader = new(stream, Encoding.Latin1);
        string answers = await reader.ReadToEndAsync(Cancelled).Soonest();
        answers.Split("HTTP/1.1 200 OK").Length.ShouldBe(3, answers);
        answers.ShouldContain("second;");
        answers.ShouldEndWith("1\r\n3\r\n0\r\n\r\n");
        await UntilAsync(() => DoorSockets.OpenAt(port) == 1);
        time.Set.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_ThatHasGone_FreesItsPlaceAfterAWhile(bool isSecure)
    {
        HandTime time = new();
        await using DoorBench bench = await DoorBench.StartAsync(new EgressOptions { MaxConnectionsPerExecution = 1 }, time);
        bench.OpenAt(out int port);
        using Socket socket = await DoorBench.ConnectAsync(port);
        await using Stream stream = await OpenAsync(bench, socket, isSecure);
        await stream.WriteAsync(_hang, Cancelled);
        await bench.Handler.Hanging.Task.Soonest();
        socket.Shutdown(SocketShutdown.Send);
        await UntilAsync(() => time.Set.Count > 0);
        time.Set.ShouldHaveSingleItem().ShouldBe(DoorTransport.Farewell);
        bench.Handler.Running.ShouldBe(1);

        time.Elapse();
        await UntilAsync(() => bench.Handler.Running == 0 && DoorSockets.OpenAt(port) == 1);
        using HttpClient client = bench.Client(port);
        await UntilAsync(async () => await IsAnsweredAsync(client, port));
    }

    [Fact]
    public async Task Client_ThatResets_FreesItsPlaceAtOnce()
    {
        HandTime time = new();
        await using DoorBench bench = await DoorBench.StartAsync(time: time);
        bench.OpenAt(out int port);
        Socket socket = await DoorBench.ConnectAsync(port);
        await socket.SendAsync(_hang, Cancelled);
        await bench.Handler.Hanging.Task.Soonest();
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
        await UntilAsync(() => bench.Handler.Running == 0 && DoorSockets.OpenAt(port) == 1);
        time.Set.ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_WhileAHalfClosedClientWaits_EndsItAtOnce()
    {
        HandTime time = new();
        await using DoorBench bench = await DoorBench.StartAsync(time: time);
        Grant grant = bench.OpenAt(out int port);
        using Socket socket = await DoorBench.ConnectAsync(port);
        await socket.SendAsync(_hang, Cancelled);
        await bench.Handler.Hanging.Task.Soonest();
        socket.Shutdown(SocketShutdown.Send);
        await UntilAsync(() => time.Set.Count > 0);
        await grant.CloseAsync().Soonest();
        bench.Handler.Running.ShouldBe(0);
        DoorSockets.OpenAt(port).ShouldBe(0);
        time.Set.ShouldNotContain(DoorTransport.Farewell);
    }

    private static async Task<Stream> OpenAsync(DoorBench bench, Socket socket, bool isSecure)
    {
        NetworkStream plain = new(socket);
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

    // The socket is closed a moment before its place is free.
    private static async Task<bool> IsAnsweredAsync(HttpClient client, int port)
    {
        try
        {
            return (await client.GetStringAsync($"http://a.example:{port}/", Cancelled)).Length > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(Soon.Patience);
            await Task.Delay(5, Cancelled);
        }
    }
}
