using System.Diagnostics;

namespace Paddock.Endurance.Tests;

/// <summary>Many calls, a bounded number of them at once.</summary>
internal static class Load
{
    /// <summary>Keeps two cores busy without a queue.</summary>
    public const int InFlight = 16;

    /// <summary>Runs <paramref name="count"/> calls, each made of its number, and says how long it took.</summary>
    public static async Task<TimeSpan> RunAsync(
        int count, int inFlight, Func<int, CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken }, call);
        return clock.Elapsed;
    }

    /// <summary>A number that the environment may change.</summary>
    public static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : standard;
}
