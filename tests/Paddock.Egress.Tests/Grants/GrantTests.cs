using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Paddock.Core.Grants;
using Paddock.Egress.Grants;
using Paddock.Egress.Tests.Fakes;
using Paddock.Egress.Tests.Hosting;

namespace Paddock.Egress.Tests.Grants;

public sealed class GrantTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ports_OfListedHosts_AreThoseOfBothSchemesAndTheirOwn()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.Open("a.example", "b.example:8443", "c.example:80", "*.d.example:8443", "[::1]:9000").Ports.Order().ShouldBe([80, 443, 8443, 9000]);
    }

    [Fact]
    public async Task Close_Unserved_ReportsNothing()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        GrantReport report = await bench.Open().CloseAsync();
        report.Requests.ShouldBeEmpty();
        report.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_ASecondTime_AnswersAsTheFirst()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out _);
        grant.Journal.Note("something");
        GrantReport[] reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await grant.CloseAsync(), Cancelled)));
        reports.Distinct().ShouldHaveSingleItem().Notes.ShouldBe(["something"]);
        (await grant.CloseAsync()).ShouldBeSameAs(reports[0]);
        grant.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http", "1.1")]
    [InlineData("https", "1.1")]
    [InlineData("https", "2.0")]
    public async Task Close_WhileRequestsRun_EndsThemAtOnce(string scheme, string version)
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out int port);
        using HttpClient client = bench.Client(port);
        using HttpRequestMessage request = new(HttpMethod.Get, $"{scheme}://a.example:{port}/hang") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Task<HttpResponseMessage> sending = client.SendAsync(request, Cancelled);
        await bench.Handler.Hanging.Task.Soonest();

        Stopwatch watch = Stopwatch.StartNew();
        await grant.CloseAsync().Soonest();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3), "its own bound, at which it gives up, is 1 s");
        bench.Handler.Running.ShouldBe(0, "what the requests did is in the report only when they have ended");
        DoorSockets.OpenAt(port).ShouldBe(0);
        await Should.ThrowAsync<HttpRequestException>(sending);
    }

    [Fact]
    public async Task Close_WithConnectionsInEveryState_LeavesNoDescriptor()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out int port);
        List<Socket> sockets = [];
        byte[][] beginnings = [[], "G"u8.ToArray(), "GET / HTTP/1.1\r\nHost: a\r\n"u8.ToArray(), [0x16], [0x16, 3, 1, 0, 200], "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray()];
        foreach (byte[] beginning in beginnings)
        {
            sockets.Add(await DoorBench.ConnectAsync(port));
            await sockets[^1].SendAsync(beginning, Cancelled);
        }

        // Its answer shows that the others, which came before it, are in.
        byte[] buffer = new byte[1024];
        (await sockets[^1].ReceiveAsync(buffer, Cancelled).Soonest()).ShouldBeGreaterThan(0);
        DoorSockets.OpenAt(port).ShouldBe(1 + beginnings.Length);
        Task<GrantReport> closing = grant.CloseAsync().AsTask();
        bench.Handler.Release.SetResult();
        await closing.Soonest();
        DoorSockets.OpenAt(port).ShouldBe(0);
        foreach (Socket socket in sockets)
        {
            await DoorHostTests.ReadToEndAsync(socket);
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Connection_ThatEnds_LeavesNoDescriptor()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out int port);
        for (int i = 0; i < 3; i++)
        {
            using HttpClient client = bench.Client(port);
            await client.GetStringAsync("https://a.example/", Cancelled);
            using Socket idle = await DoorBench.ConnectAsync(port);
        }

        await UntilAsync(() => DoorSockets.OpenAt(port) == 1);
        await grant.CloseAsync();
    }

    [Fact]
    public async Task Serve_AThousandConnections_KeepsAsManyAsAllowedAndSaysSo()
    {
        const int limit = 50;
        await using DoorBench bench = await DoorBench.StartAsync(new EgressOptions { MaxConnectionsPerExecution = limit });
        Grant grant = bench.OpenAt(out int port);
        List<Socket> sockets = [];
        for (int i = 0; i < 1000; i++)
        {
            sockets.Add(await DoorBench.ConnectAsync(port));
        }

        Task<string>[] refused = [.. sockets.Skip(limit).Select(DoorHostTests.ReadToEndAsync)];
        (await Task.WhenAll(refused).Soonest()).ShouldAllBe(static text => text.Length == 0);
        DoorSockets.OpenAt(port).ShouldBe(1 + limit);

        // Those that were let in work, and make room when they end.
        await sockets[0].SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancelled);
        (await DoorHostTests.ReadToEndAsync(sockets[0])).ShouldStartWith("HTTP/1.1 200");
        await UntilAsync(() => DoorSockets.OpenAt(port) == limit);
        using HttpClient client = bench.Client(port);
        await client.GetStringAsync("https://a.example/", Cancelled);

        (await grant.CloseAsync().Soonest()).Notes.ShouldHaveSingleItem()
            .ShouldBe("more than 50 connections at a time are not allowed, further ones were closed (the operator's limit, Egress__MaxConnectionsPerExecution)");
        DoorSockets.OpenAt(port).ShouldBe(0);
        sockets.ForEach(static socket => socket.Dispose());
    }

    [Fact]
    public async Task Serve_IdleConnections_HoldNoThread()
    {
        await using DoorBench bench = await DoorBench.StartAsync(new EgressOptions { MaxConnectionsPerExecution = 1000 });
        bench.OpenAt(out int port);
        List<Socket> idle = [];
        for (int i = 0; i < 400; i++)
        {
            idle.Add(await DoorBench.ConnectAsync(port));
        }

        await UntilAsync(() => DoorSockets.OpenAt(port) == 401);
        ThreadPool.ThreadCount.ShouldBeLessThan(100);
        using HttpClient client = bench.Client(port);
        await client.GetStringAsync("https://a.example/", Cancelled);
        idle.ForEach(static socket => socket.Dispose());
    }

    [Fact]
    public async Task Serve_ASecondTime_ClosesTheEarlierSockets()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.OpenAt(out int first);
        using Socket held = await DoorBench.ConnectAsync(first);
        await held.SendAsync("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Cancelled);
        await bench.Handler.Hanging.Task.Soonest();

        grant.Serve([DoorSockets.Listener(out int second)]);
        (await DoorHostTests.ReadToEndAsync(held)).ShouldBe("");
        await UntilAsync(() => DoorSockets.OpenAt(first) == 0);
        grant.Ended.IsCancellationRequested.ShouldBeFalse();
        using HttpClient client = bench.Client(second);
        (await client.GetStringAsync($"http://a.example:{second}/", Cancelled)).ShouldContain($"dialed=127.0.0.1:{second}");
        await grant.CloseAsync().Soonest();
        DoorSockets.OpenAt(second).ShouldBe(0);
    }

    [Fact]
    public async Task Close_WhileConnectionsComeAndGo_LeavesNothing()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        for (int round = 0; round < 15; round++)
        {
            Grant grant = bench.OpenAt(out int port);
            using HttpClient client = bench.Client(port);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            Task[] visitors = [.. Enumerable.Range(0, 8).Select(i => Task.Run(() => VisitAsync(client, port, i, stop.Token), Cancelled))];
            while (bench.Handler.Served < 20 * (round + 1))
            {
                await Task.Yield();
            }

            await grant.CloseAsync().Soonest();
            DoorSockets.OpenAt(port).ShouldBe(0);
            bench.Handler.Running.ShouldBe(0);
            await stop.CancelAsync();
            await Task.WhenAll(visitors).Soonest();
        }
    }

    [Fact]
    public async Task Serve_AfterTheEnd_ClosesTheSockets()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.Open();
        await grant.CloseAsync();
        grant.Serve([DoorSockets.Listener(out int port), DoorSockets.Datagrams(out int names)]);
        DoorSockets.OpenAt(port).ShouldBe(0);
        DoorSockets.OpenAt(names).ShouldBe(0);
    }

    [Fact]
    public async Task Serve_ADescriptorThatIsNoSocket_ThrowsAndClosesAll()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.Open();
        DoorSocket good = DoorSockets.Listener(out int port);
        Should.Throw<SocketException>(() => grant.Serve([good, new DoorSocket(443, false, new SafeSocketHandle(1_000_000, ownsHandle: false))]));
        await grant.CloseAsync().Soonest();
        DoorSockets.OpenAt(port).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_ADatagramSocket_AnswersNames(bool isIpv6)
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.Open();
        grant.Serve([DoorSockets.Listener(out _), DoorSockets.Datagrams(out int port, isIpv6)]);
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await client.ConnectAsync(IPAddress.Loopback, port, Cancelled);
        byte[] buffer = new byte[512];
        byte[] query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', 0, 0, 1, 0, 1];
        await client.SendAsync("nonsense"u8.ToArray(), Cancelled);
        await client.SendAsync(query, Cancelled);
        int length = await client.ReceiveAsync(buffer, Cancelled).Soonest();
        buffer.AsSpan(length - 4, 4).ToArray().ShouldBe([198, 18, 0, 1]);
        await grant.CloseAsync().Soonest();
        DoorSockets.OpenAt(port).ShouldBe(0);
    }

    [Fact]
    public async Task Serve_AFloodOfQueries_EndsAfterItsMost()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        Grant grant = bench.Open();
        grant.Serve([DoorSockets.Datagrams(out int port)]);
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await client.ConnectAsync(IPAddress.Loopback, port, Cancelled);
        byte[] junk = Encoding.ASCII.GetBytes("junk");
        Stopwatch watch = Stopwatch.StartNew();
        while (DoorSockets.OpenAt(port) != 0)
        {
            watch.Elapsed.ShouldBeLessThan(Soon.Patience);
            for (int i = 0; i < 64; i++)
            {
                try
                {
                    client.Send(junk);
                }
                catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
                {
                    // Nobody listens there any more.
                }
            }
        }

        await grant.CloseAsync().Soonest();
    }

    private static async Task VisitAsync(HttpClient client, int port, int i, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Get, i % 2 == 0 ? $"http://a.example:{port}/" : "https://a.example/") { Version = new Version(i % 4 == 1 ? "2.0" : "1.1") };
                request.Headers.ConnectionClose = i % 4 == 0;
                using HttpResponseMessage response = await client.SendAsync(request, stop);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or SocketException)
            {
                // The door was closed.
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            watch.Elapsed.ShouldBeLessThan(Soon.Patience);
            await Task.Delay(5, Cancelled);
        }
    }
}
