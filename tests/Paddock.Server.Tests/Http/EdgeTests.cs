using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Http;

public sealed class EdgeTests
{
    private const string Head = "POST /v1/execute-function HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + TestServer.Key + "\r\n";

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/execute-function/more")]
    [InlineData("/health.txt")]
    public async Task Path_Unknown_Is404WithCode5(string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(404);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe("""{"code":5,"message":"there is no such path; code is executed by POST /v1/execute-function, POST /v1/execute and POST /v1/tools/{id}/execute"}""");
    }

    [Theory]
    [InlineData("GET", "/v1/execute-function", "POST")]
    [InlineData("PUT", "/v1/execute-function", "POST")]
    [InlineData("POST", "/health", "GET")]
    public async Task Method_Wrong_Is405WithCode12AndAllow(string method, string path, string allow)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(405);
        response.Content.Headers.Allow.ShouldBe([allow]);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe($$"""{"code":12,"message":"this path does not take {{method}}; it takes {{allow}}"}""");
    }

    [Fact]
    public async Task Body_LongerThanItsLimit_Is413NamingTheSetting()
    {
        await using TestServer server = await TestServer.StartAsync(("Paddock:Server:MaxRequestBodyBytes", "2048"));
        string fits = """{"language":"python","code":"c","input":" """;
        (await server.CallAsync(fits + new string('x', 2048 - fits.Length - 2) + "\"}")).Status.ShouldBe(200);
        (int status, string body) = await server.CallAsync(fits + new string('x', 2048 - fits.Length - 1) + "\"}");
        status.ShouldBe(413);
        body.ShouldBe("""{"code":3,"message":"the body is larger than 2048 bytes; send less, or raise Paddock__Server__MaxRequestBodyBytes on the server"}""");
    }

    [Fact]
    public async Task Body_LongerThanItsLimitInChunks_Is413()
    {
        await using TestServer server = await TestServer.StartAsync(("Paddock:Server:MaxRequestBodyBytes", "2048"));
        string answer = await server.ExchangeAsync($"{Head}Transfer-Encoding: chunked\r\n\r\n1000\r\n{new string(' ', 4096)}\r\n0\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("""{"code":3,"message":"the body is larger than 2048 bytes;""");
    }

    [Fact]
    public async Task Body_InChunks_IsTaken() =>
        (await Exchange($"{Head}Transfer-Encoding: chunked\r\n\r\n10\r\n{{\"language\":\"pyt\r\n10\r\nhon\",\"code\":\"c\"}}\r\n0\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 ");

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("FFFFFFFF0\r\nab")]
    [InlineData("2\r\nabcd")]
    public async Task Body_BrokenChunks_Is400AsJson(string chunks)
    {
        await using TestServer server = await TestServer.StartAsync();
        string keptAlive = Head.Replace("Connection: close\r\n", "", StringComparison.Ordinal);
        string answer = await server.ExchangeAsync($"{keptAlive}Transfer-Encoding: chunked\r\n\r\n{chunks}");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("""{"code":3,"message":"the body could not be read: """);
        await server.DisposeAsync();
        server.Logs.Lines.ShouldAllBe(static line => line.Level < LogLevel.Warning);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n", "{")]
    [InlineData("Transfer-Encoding: chunked\r\n", "10\r\n{")]
    public async Task Caller_ThatResetsWithinItsBody_IsNoFailure(string header, string start)
    {
        // Many, for which of Kestrel's signals comes first is a matter of luck.
        const int Callers = 100;
        await using TestServer server = await TestServer.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => ResetAsync(server, header, start)));
        while (server.Logs.Lines.Count(static line => line.Id.Id is >= 5000 and <= 5002) < Callers)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await server.DisposeAsync();
        server.Logs.Lines.Count(static line => line.Text.Trim() == "A caller hung up").ShouldBe(Callers);
        server.Logs.Lines.Where(static line => line.Level >= LogLevel.Warning).ShouldBeEmpty();
    }

    [Fact]
    public async Task Body_CutOff_ReachesNoSandbox()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using NetworkStream stream = await server.ConnectAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{Head}Content-Length: 100\r\n\r\n{{\"language\""), TestContext.Current.CancellationToken);
        stream.Socket.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The server may close a connection that was closed on it, or reset it.
        }

        server.Sandbox.Executions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Body_Missing_Is400()
    {
        string answer = await Exchange($"{Head}Content-Length: 0\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("the body is empty");
    }

    private static async Task ResetAsync(TestServer server, string header, string start)
    {
        await using NetworkStream stream = await server.ConnectAsync();
        string keptAlive = Head.Replace("Connection: close\r\n", "", StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{keptAlive}{header}Expect: 100-continue\r\n\r\n"), TestContext.Current.CancellationToken);

        // The interim answer is there as soon as the body is being read.
        await stream.ReadExactlyAsync(new byte["HTTP/1.1 100 Continue\r\n\r\n".Length], TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start), TestContext.Current.CancellationToken);

        // Not by the stream, which would shut the connection down in order.
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close(0);
    }

    private static async Task<string> Exchange(string request)
    {
        await using TestServer server = await TestServer.StartAsync();
        return await server.ExchangeAsync(request);
    }
}
