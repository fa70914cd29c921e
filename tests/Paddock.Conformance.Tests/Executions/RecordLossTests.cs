using System.Collections.Concurrent;
using System.Net;
using Paddock.Conformance.Tests.Lifecycle;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Executions;

/// <summary>What becomes of records when the server ends, in whatever way.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class RecordLossTests
{
    private const int Kills = 3;
    private const string Body = """{"language":"python","code":"def execute(input): return 1"}""";

    /// <summary>What was answered so long before a crash is stored: many times the age of a batch, since the machine may be busy.</summary>
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 5 * TestTimeout.Default)]
    public async Task Kill_UnderLoad_LosesTheLastBatchAtMostAndTheDatabaseOpens()
    {
        var data = Directory.CreateTempSubdirectory("paddock-crash-").FullName;
        try
        {
            List<string> answered = [];
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var server = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data }, Cancellation);
                await ExpectAsync(server.Client, answered);
                ConcurrentQueue<(string Id, DateTimeOffset At)> load = new();
                var callers = Load(server.Client, load, TimeSpan.FromSeconds(4));
                await Eventually.HoldsAsync(
                    () => load.TryPeek(out var first) && DateTimeOffset.UtcNow - first.At > _settled + TimeSpan.FromSeconds(1),
                    TimeSpan.FromSeconds(20),
                    static () => "nothing was answered",
                    Cancellation);
                var killedAt = DateTimeOffset.UtcNow;
                server.Signal(Signals.Kill);
                await server.WaitForExitAsync(Cancellation);
                await callers;
                var settled = load.Where(answer => answer.At < killedAt - _settled).Select(static answer => answer.Id).ToList();
                settled.ShouldNotBeEmpty();
                answered.AddRange(settled);
            }

            await using var last = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data }, Cancellation);
            await ExpectAsync(last.Client, answered);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact(Timeout = 2 * TestTimeout.Default)]
    public async Task Stop_UnderLoad_LosesNoRecord()
    {
        var data = Directory.CreateTempSubdirectory("paddock-stop-").FullName;
        try
        {
            ConcurrentQueue<(string Id, DateTimeOffset At)> load = new();
            await using (var server = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data }, Cancellation))
            {
                var callers = Load(server.Client, load, TimeSpan.FromSeconds(2));
                await Eventually.HoldsAsync(() => load.Count > 50, TimeSpan.FromSeconds(20), static () => "nothing was answered", Cancellation);
                (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0);
                await callers;
            }

            await using var next = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data }, Cancellation);
            await ExpectAsync(next.Client, [.. load.Select(static answer => answer.Id)]);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Calls from four callers at once, until the server is gone or the time is over.</summary>
    private static Task Load(PaddockClient client, ConcurrentQueue<(string Id, DateTimeOffset At)> answered, TimeSpan duration)
    {
        var end = DateTimeOffset.UtcNow + duration;
        return Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                while (DateTimeOffset.UtcNow < end)
                {
                    var reply = await client.PostAsync(Body, Cancellation);
                    if (reply.Status == HttpStatusCode.OK)
                    {
                        answered.Enqueue((reply.Answer().Id, DateTimeOffset.UtcNow));
                    }
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
        }));
    }

    private static async Task ExpectAsync(PaddockClient client, List<string> answered)
    {
        HashSet<string> stored = [];
        string? after = null;
        while (true)
        {
            var reply = await client.GetAsync(after is null ? "/v1/executions" : $"/v1/executions?starting_after={after}", Cancellation);
            reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
            string[] ids = [.. reply.Json().GetProperty("data").EnumerateArray().Select(static item => item.GetProperty("id").GetString()!)];
            if (ids.Length == 0)
            {
                break;
            }

            stored.UnionWith(ids);
            after = ids[^1];
        }

        answered.Where(id => !stored.Contains(id)).ShouldBeEmpty();
    }
}
