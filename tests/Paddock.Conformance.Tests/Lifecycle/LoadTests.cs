using System.Globalization;
using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>A full queue, and callers that go away.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class LoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Queue_Full_TurnsAwayWithRetryAfter()
    {
        await using var server = await ServerProcess.StartAsync(
            new ServerSettings
            {
                Environment = new Dictionary<string, string> { ["Paddock__Sandbox__MaxCells"] = "1", ["Paddock__Sandbox__MaxQueue"] = "1" },
            },
            Cancellation);
        using var callers = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = server.Client.ExecuteAsync(Snippets.Sleep("python", 50), callers.Token);
        await server.BusyAsync(running: 1, queued: 0, Cancellation);
        var queued = server.Client.ExecuteAsync(Snippets.Sleep("python", 50), callers.Token);
        await server.BusyAsync(running: 1, queued: 1, Cancellation);

        var reply = await server.Client.PostAsync(Snippets.One("python").ToJson(), Cancellation);

        reply.ShouldFail(HttpStatusCode.TooManyRequests, 8);
        int.Parse(reply.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(1);

        await callers.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        await Should.ThrowAsync<OperationCanceledException>(queued);
        await server.BusyAsync(running: 0, queued: 0, Cancellation);
        (await server.Client.ExecuteAsync(Snippets.One("python"), Cancellation)).ShouldBeValid("1");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python")]
    [InlineData("typescript")]
    public async Task Caller_HangsUp_CancelsItsRun(string language)
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings(), Cancellation);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var run = server.Client.ExecuteAsync(Snippets.Sleep(language, 60), caller.Token);
        await server.BusyAsync(running: 1, queued: 0, Cancellation);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        await server.BusyAsync(running: 0, queued: 0, Cancellation);
        (await server.Client.ExecuteAsync(Snippets.One(language), Cancellation)).ShouldBeValid("1");
    }
}
