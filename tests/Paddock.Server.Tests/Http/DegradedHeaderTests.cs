using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Http;

/// <summary>Every kind of answer names the missing layers.</summary>
public sealed class DegradedHeaderTests
{
    private const string Valid = """{"language":"python","code":"x"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_OfAnyKind_NamesTheMissingLayers()
    {
        await using TestServer server = await StartAsync();
        await ShouldNameAsync(server, 200, await server.PostAsync(Valid));
        await ShouldNameAsync(server, 400, await server.PostAsync("{"));
        await ShouldNameAsync(server, 413, await server.PostAsync(new string(' ', 2000)));
        await ShouldNameAsync(server, 404, await server.Client.GetAsync("/nowhere", Cancellation));
        await ShouldNameAsync(server, 405, await server.Client.GetAsync("/v1/execute-function", Cancellation));
        await ShouldNameAsync(server, 200, await server.Client.GetAsync("/health", Cancellation));
        server.Sandbox.OnRun = static (_, _) => ValueTask.FromResult(new SandboxOutcome { Ending = Ending.Busy, RetryAfter = TimeSpan.FromSeconds(1) });
        await ShouldNameAsync(server, 429, await server.PostAsync(Valid));
        server.Sandbox.OnRun = static (_, _) => throw new InvalidOperationException("a bug");
        await ShouldNameAsync(server, 500, await server.PostAsync(Valid));
        server.Client.DefaultRequestHeaders.Authorization = null;
        await ShouldNameAsync(server, 401, await server.PostAsync(Valid));
    }

    [Fact]
    public async Task Answer_ToAHalfBody_NamesThemToo()
    {
        await using TestServer server = await StartAsync();
        string reply = await server.ExchangeAsync($"POST /v1/execute-function HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        reply.ShouldStartWith("HTTP/1.1 400");
        reply.ShouldContain("Paddock-Degraded: cgroup, landlock\r\n");
    }

    [Fact]
    public async Task Health_Degraded_IsReadyAndSaysSo()
    {
        await using TestServer server = await StartAsync();
        string body = await server.Client.GetStringAsync("/health", Cancellation);
        body.ShouldContain("\"status\":\"ready\"");
        body.ShouldContain("\"degraded\":[\"cgroup\",\"landlock\"]");
        body.ShouldContain("""{"name":"cgroup","state":"missing","detail":"none"}""");
    }

    private static async Task<TestServer> StartAsync()
    {
        TestServer server = await TestServer.StartAsync(("Paddock:Server:MaxRequestBodyBytes", "1024"));
        server.Sandbox.Health = new SandboxHealth(true, [new LayerHealth("cgroup", false, "none"), new LayerHealth("landlock", false, "none")], []) { Degraded = ["cgroup", "landlock"] };
        return server;
    }

    private static async Task ShouldNameAsync(TestServer server, int status, HttpResponseMessage response)
    {
        using (response)
        {
            ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync(Cancellation));
            response.Headers.GetValues("Paddock-Degraded").ShouldBe(["cgroup, landlock"], server.Address.ToString());
        }
    }
}
