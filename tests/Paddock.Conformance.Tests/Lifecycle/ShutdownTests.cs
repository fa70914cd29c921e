using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>How a server stops, and what it leaves: nothing.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class ShutdownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    [InlineData("Ctrl-C")]
    public async Task Stop_WhileAFunctionRuns_WaitsForItAndLeavesNothing(string way)
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings { OwnGroup = way == "Ctrl-C" }, Cancellation);
        var run = server.Client.ExecuteAsync(Snippets.Sleep("python", 2), Cancellation);
        await server.BusyAsync(running: 1, queued: 0, Cancellation);

        Stop(server, way);

        (await run).ShouldBeValid("\"done\"");
        (await server.WaitForExitAsync(Cancellation)).ShouldBe(0, server.Output.Tail());
        await server.AssertNothingIsLeftAsync(Cancellation);
        Directory.Delete(server.DataDirectory, recursive: true);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Kill_OfTheServer_EndsItsProcessesAndTheNextStartIsClean()
    {
        await using var killed = await ServerProcess.StartAsync(new ServerSettings(), Cancellation);
        var run = killed.Client.ExecuteAsync(Snippets.Sleep("javascript", 50), Cancellation);
        await killed.BusyAsync(running: 1, queued: 0, Cancellation);
        var pid = killed.ServerPid();

        killed.Signal(Signals.Kill);

        await killed.WaitForExitAsync(Cancellation);
        await Should.ThrowAsync<HttpRequestException>(run);
        await killed.AssertProcessesEndAsync(TimeSpan.FromSeconds(10), Cancellation);

        await using var next = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = killed.DataDirectory }, Cancellation);
        (await next.Client.ExecuteAsync(Snippets.One("python"), Cancellation)).ShouldBeValid("1");
        await Eventually.HoldsAsync(
            () => Cgroups.OfServer(pid).Count == 0,
            TimeSpan.FromSeconds(5),
            () => $"control groups of the killed server are left: {string.Join(", ", Cgroups.OfServer(pid))}",
            Cancellation);
        (await next.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, next.Output.Tail());
        await next.AssertNothingIsLeftAsync(Cancellation);
    }

    private static void Stop(ServerProcess server, string way)
    {
        switch (way)
        {
            case "SIGTERM":
                server.Signal(Signals.Terminate);
                break;
            case "SIGINT":
                server.Signal(Signals.Interrupt);
                break;
            default:
                server.PressCtrlC();
                break;
        }
    }
}
