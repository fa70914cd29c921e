using System.Diagnostics;
using System.Globalization;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests;

/// <summary>Not a test but the figures of docs/performance.md: <c>dotnet exec Paddock.Storage.Tests.dll figures</c>, on a machine that does nothing else.</summary>
internal static class Figures
{
    /// <summary>The argument that measures.</summary>
    public const string Verb = "figures";

    private const int Batch = 100;
    private const int Batches = 200;
    private const int Calls = 5000;

    private static CancellationToken Cancellation => CancellationToken.None;

    public static async Task<int> RunAsync()
    {
        await using (SqliteFixture engine = new())
        {
            await MeasureAsync("SQLite", engine);
        }

        await using PostgresServer server = new();
        await server.InitializeAsync();
        await MeasureAsync("PostgreSQL", await PostgresFixture.CreateAsync(server));
        return 0;
    }

    private static async Task MeasureAsync(string name, IEngineFixture engine)
    {
        await using TestStores stores = engine.Open();
        ApiKey key = Some.Key();
        await stores.Projects.AddKeyAsync(key, Cancellation);
        ExecutionRecord[][] batches = [.. Enumerable.Range(0, Batches).Select(batch => Enumerable.Range(0, Batch)
            .Select(i => Some.Record(Project.DefaultId, (batch * Batch) + i, exitCode: i % 20 == 0 ? 1 : 0, bytes: 2000)).ToArray())];
        await stores.Executions.AddAsync(batches[0], Cancellation);
        await MeasureAsync($"{name}: a record of 2 KB in a batch of {Batch}", Batches - 1, Batch, i => stores.Executions.AddAsync(batches[i + 1], Cancellation));
        await MeasureAsync($"{name}: find a key", Calls, 1, async _ => await stores.Projects.FindKeyAsync(key.Hash, Cancellation));
        await MeasureAsync($"{name}: add a key", 100, 1, async _ => await stores.Projects.AddKeyAsync(Some.Key(), Cancellation));
        await MeasureAsync($"{name}: list 20 failed of {Batches * Batch}", 500, 1, async _ =>
            await stores.Executions.ListAsync(Project.DefaultId, new(20, null), new RecordFilter(OnlyNonZeroExitCodes: true), long.MaxValue, Cancellation));
        await MeasureAsync($"{name}: a record pruned", 1, Batch * (Batches - 10), async _ => await stores.Executions.PruneAsync(DateTimeOffset.UnixEpoch, Batch * 10, Cancellation));
    }

    private static async Task MeasureAsync(string what, int rounds, int things, Func<int, ValueTask> run)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < rounds; i++)
        {
            await run(i);
        }

        double count = (double)rounds * things;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {Stopwatch.GetElapsedTime(began).TotalMicroseconds / count:F1} us, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count:F1} us of this process's CPU"));
    }
}
