using System.Globalization;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Crash;

/// <summary>
/// A process that stores all it can until it is killed. For each thing that is stored it prints a line: what was printed was answered, and has to be there afterwards.
/// A batch is told by <see cref="ExecutionRecord.ToolId"/>, and each record of it says in its exit code how many there are.
/// </summary>
internal static class CrashWriter
{
    /// <summary>The argument that starts it.</summary>
    public const string Verb = "crash-writer";

    /// <summary>The line for a batch starts with this, the line for a tool with the other.</summary>
    public const string Batch = "batch ";

    public const string Tool = "tool ";

    private const int MaxBatch = 100;

    /// <summary>Between the times of one round and the next, so that the newest records are those of the latest rounds.</summary>
    private const int RoundMilliseconds = 1_000_000;
    private const int MaxBytes = 4000;

    /// <summary>Writes until it is killed.</summary>
    /// <param name="path">The database.</param>
    /// <param name="number">How many processes wrote before; it stands in the names of this one's batches.</param>
    public static async Task<int> RunAsync(string path, string number)
    {
        int round = int.Parse(number, CultureInfo.InvariantCulture);
        await using TestStores stores = TestStores.OnSqlite(path);
        await stores.Database.OpenAsync(CancellationToken.None);
        await Task.WhenAll(Task.Run(() => WriteToolsAsync(stores)), WriteBatchesAsync(stores, round, "a"), WriteBatchesAsync(stores, round, "b"), PruneAsync(stores, round));
        return 1;
    }

    private static Task WriteBatchesAsync(TestStores stores, int round, string writer) => Task.Run(async () =>
    {
        for (int batch = 0; ; batch++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"r{round}{writer}{batch}");
            int count = Random.Shared.Next(1, MaxBatch);
            await stores.Executions.AddAsync(
                [.. Enumerable.Range(0, count).Select(i => Some.Record(Project.DefaultId, (round * RoundMilliseconds) + (batch * MaxBatch) + i, count, Random.Shared.Next(MaxBytes)) with { ToolId = name })], CancellationToken.None);
            await PrintAsync($"{Batch}{name} {count}");
        }
    });

    private static async Task WriteToolsAsync(TestStores stores)
    {
        while (true)
        {
            string id = Some.Id();
            await stores.Tools.AddAsync(Project.DefaultId, Some.Tool(id), CancellationToken.None);
            await PrintAsync($"{Tool}{id}");
        }
    }

    // Removes what the rounds before have left, and gives its pages back, between the others.
    private static Task PruneAsync(TestStores stores, int round) => Task.Run(async () =>
    {
        while (true)
        {
            await stores.Executions.PruneAsync(Some.Time.AddMilliseconds(round * RoundMilliseconds), long.MaxValue, CancellationToken.None);
        }
    });

    private static Task PrintAsync(string line) => Console.Out.WriteLineAsync(line);
}
