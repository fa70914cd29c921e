using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Paddock.Core.Projects;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Crash;

/// <summary>Kills a process that stores all it can, again and again, on the same database.</summary>
public sealed class SqliteCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 50;

    /// <summary>The longest that a process may live once it has stored its first batch.</summary>
    private const int MaxMilliseconds = 120;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly TestFolder _folder = new();

    private string FilePath => _folder.File("paddock.db");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_UnderLoad50Times_LosesNothingThatWasAnsweredAndCorruptsNothing()
    {
        HashSet<string> tools = [];
        int batches = 0;
        long records = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Dictionary<string, int> answered = [];
            foreach (string line in await RunUntilKilledAsync(round.ToString(CultureInfo.InvariantCulture)))
            {
                string[] words = line.Split(' ');
                if (line.StartsWith(CrashWriter.Batch, StringComparison.Ordinal))
                {
                    answered.Add(words[1], int.Parse(words[2], CultureInfo.InvariantCulture));
                }
                else
                {
                    tools.Add(words[1]);
                }
            }

            answered.ShouldNotBeEmpty();
            await CheckAsync(answered, tools, round);
            batches += answered.Count;
            records += answered.Values.Sum();
        }

        output.WriteLine($"{Rounds} kills: {batches} batches with {records} records and {tools.Count} tools were answered, and were there");
    }

    /// <summary>Kills a writer at a random moment after its first batch.</summary>
    /// <returns>Its answers: the whole lines that it printed.</returns>
    private async Task<List<string>> RunUntilKilledAsync(string round)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [.. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? (string[])["exec", typeof(CrashWriter).Assembly.Location] : [], CrashWriter.Verb, FilePath, round])
        {
            RedirectStandardOutput = true,

            // Most of its life is its start.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        })!;
        try
        {
            List<string> lines = [];
            do
            {
                string? line = await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(_patience, Cancellation);
                lines.Add(line.ShouldNotBeNull("it ended before it stored a batch"));
            }
            while (!lines[^1].StartsWith(CrashWriter.Batch, StringComparison.Ordinal));

            // Its pipe is emptied meanwhile, so that it does not wait for this test.
            Task<string> rest = process.StandardOutput.ReadToEndAsync(Cancellation);
            await Task.Delay(Random.Shared.Next(MaxMilliseconds), Cancellation);
            process.HasExited.ShouldBeFalse();
            process.Kill();
            string text = await rest.WaitAsync(_patience, Cancellation);
            return [.. lines, .. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(_patience, CancellationToken.None);
        }
    }

    private async Task CheckAsync(Dictionary<string, int> answered, HashSet<string> tools, int round)
    {
        await using SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        (await connection.QueryAsync<string>("PRAGMA integrity_check")).ShouldBe(["ok"], $"round {round}");
        (await connection.QueryAsync<string>("SELECT * FROM pragma_foreign_key_check")).ShouldBeEmpty();

        // Whole batches only; the last ones may be there without an answer.
        Dictionary<string, (long Rows, long Size)> stored = (await connection.QueryAsync<(string Batch, long Rows, long Size)>(
            """
            SELECT e.tool_id, COUNT(*), MIN(e.exit_code) FROM executions e JOIN execution_details d ON d.project_id = e.project_id AND d.id = e.id
            WHERE e.tool_id LIKE @Prefix GROUP BY e.tool_id
            """,
            new { Prefix = string.Create(CultureInfo.InvariantCulture, $"r{round}_%") })).ToDictionary(static row => row.Batch, static row => (row.Rows, row.Size));
        stored.Values.ShouldAllBe(static batch => batch.Rows == batch.Size);
        answered.Where(batch => !stored.TryGetValue(batch.Key, out (long Rows, long Size) found) || found.Rows != batch.Value).ShouldBeEmpty();
        tools.IsSubsetOf(await connection.QueryAsync<string>("SELECT id FROM tools WHERE project_id = @Id", new { Id = Project.DefaultId })).ShouldBeTrue();
    }
}
