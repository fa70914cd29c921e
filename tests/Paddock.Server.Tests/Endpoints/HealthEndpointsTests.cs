using System.Text.Json;
using Paddock.Contracts;
using Paddock.Contracts.Health;
using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Endpoints;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task Health_Ready_Is200WithoutAKey()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Client.DefaultRequestHeaders.Authorization = null;
        using HttpResponseMessage response = await server.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        HealthReport report = JsonSerializer.Deserialize(body, ContractsJsonContext.Default.HealthReport)!;
        report.Status.ShouldBe("ready");
        report.Version.ShouldBe("0.1.0");
        report.Uptime.ShouldBeGreaterThanOrEqualTo(0);
        report.Degraded.ShouldBeEmpty();
        response.Headers.Contains("Paddock-Degraded").ShouldBeFalse();
        report.Layers.ShouldBe([
            new HealthLayer { Name = "seccomp", State = "active", Detail = "on" },
            new HealthLayer { Name = "landlock", State = "active", Detail = "ABI 4" },
        ]);
        report.Pools.ShouldBe([new HealthPool { Name = "python", Ready = 3, Running = 1, Queued = 0 }]);
    }

    [Fact]
    public async Task Health_NotReady_Is503()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.Health = new SandboxHealth(false, [new LayerHealth("cgroup", false, "mount cgroup v2")], []);
        using HttpResponseMessage response = await server.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(503);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldContain("\"status\":\"unavailable\"");
        body.ShouldContain("""{"name":"cgroup","state":"missing","detail":"mount cgroup v2"}""");
    }
}
