using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>After a mixed load everything is where it was.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class LeakTests
{
    private const int Requests = 300;

    private static readonly TimeSpan _settleBound = TimeSpan.FromSeconds(20);

    private static readonly FunctionCall[] _mix =
    [
        Snippets.One("python"),
        Snippets.One("typescript"),
        new("python", "def execute(input): raise ValueError('x')") { Files = new Dictionary<string, string> { ["a/b/c.txt"] = "x" } },
        new("javascript", "function execute(input) { process.exit(3); }"),
        new("python", "import os\ndef execute(input): os.kill(os.getpid(), 9)"),
        new("python", "import os, time\ndef execute(input):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)\n    return 1"),
        new("python", "import threading, time\ndef execute(input): threading.Thread(target=time.sleep, args=(60,)).start()"),
        new("javascript", "function execute(input) { setInterval(() => {}, 10); return { text: 'x'.repeat(1 << 20) }; }"),
        new("python", "print('x' * 100_000)\ndef execute(input): return input") { Input = "[1,2,3]" },
        new("javascript", "function execute( {"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 3 * TestTimeout.Default)]
    public async Task MixedLoad_OfHundreds_LeavesNothingBehind()
    {
        // A low ceiling, so that the pools are at it after the first load and the second changes nothing.
        await using var server = await ServerProcess.StartAsync(
            new ServerSettings
            {
                Environment = new Dictionary<string, string> { ["Paddock__Sandbox__MaxCells"] = "6", ["Paddock__Sandbox__MaxQueue"] = "1000" },
            },
            Cancellation);
        await LoadAsync(server);
        var before = await Footprint.SettledAsync(server, Cancellation);
        before.Holdings.Count(holding => holding.Amount > 0).ShouldBeGreaterThanOrEqualTo(6, before.ToString());

        await LoadAsync(server);

        var after = before;
        await Eventually.HoldsAsync(
            () => (after = Footprint.Of(server)).MoreThan(before).Count == 0, _settleBound, () => Footprint.Table(["before", "after"], [before, after]), Cancellation);
        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        await server.AssertNothingIsLeftAsync(Cancellation);
    }

    private static async Task LoadAsync(ServerProcess server)
    {
        // Connections of its own, closed afterwards, because they are descriptors of the server too.
        using var client = server.ClientWithKey(ServerSettings.Key);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Requests),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (i, cancellationToken) =>
            {
                if (i % 25 == 0)
                {
                    await HangUpAsync(client, cancellationToken);
                    return;
                }

                var reply = await client.PostAsync(_mix[i % _mix.Length].ToJson(), cancellationToken);
                reply.Status.ShouldBe(HttpStatusCode.OK, $"{_mix[i % _mix.Length].Code}\n{reply}\n{server.Output.Tail()}");
            });
        await server.BusyAsync(running: 0, queued: 0, Cancellation);
    }

    private static async Task HangUpAsync(PaddockClient client, CancellationToken cancellationToken)
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        caller.CancelAfter(TimeSpan.FromMilliseconds(40));
        try
        {
            await client.ExecuteAsync(Snippets.Sleep("python", 30), caller.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was wanted.
        }
    }
}
