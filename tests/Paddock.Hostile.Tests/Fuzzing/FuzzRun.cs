using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>Feeds a target for its share of the seconds; the first input that breaks a promise is shrunk, saved and reported.</summary>
internal sealed partial class FuzzRun(IFuzzTarget target)
{
    private static readonly TimeSpan _shrinkBound = TimeSpan.FromSeconds(30);

    private readonly Corpus _corpus = new();
    private readonly Lock _gate = new();
    private (Script Script, Exception Error)? _found;
    private long _executions;

    /// <param name="share">The part of PADDOCK_FUZZ_SECONDS.</param>
    /// <param name="workers">Inputs under way at the same time; more than one where the target mostly waits.</param>
    /// <param name="cancellationToken">The test's own token.</param>
    public async Task RunAsync(double share, int workers, CancellationToken cancellationToken)
    {
        if (FuzzSettings.Input is { } saved)
        {
            await RepeatAsync(saved, cancellationToken);
            return;
        }

        var clock = Stopwatch.StartNew();
        var end = TimeSpan.FromSeconds(FuzzSettings.Seconds * share);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(
            async () =>
            {
                // Not GetHashCode of the name: that differs from run to run.
                var random = new Random(target.Name.Aggregate(FuzzSettings.Seed + worker, static (hash, c) => unchecked((hash * 31) + c)));
                while (_found is null && clock.Elapsed < end)
                {
                    await OnceAsync(target.Generate(random, _corpus), cancellationToken);
                }
            },
            cancellationToken)));
        Tell(clock.Elapsed);
        if (_found is { } found)
        {
            Assert.Fail(await SaveAsync(found.Script, found.Error, cancellationToken));
        }
    }

    private async Task OnceAsync(Script script, CancellationToken cancellationToken)
    {
        try
        {
            _corpus.Note(await target.RunAsync(script, cancellationToken), script);
            Interlocked.Increment(ref _executions);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
            {
                _found ??= (script, error);
            }
        }
    }

    private async Task RepeatAsync(string saved, CancellationToken cancellationToken)
    {
        if (Path.GetFileName(saved).StartsWith(target.Name + "-", StringComparison.Ordinal))
        {
            var behaviour = await target.RunAsync(Script.Parse(await File.ReadAllTextAsync(saved, cancellationToken)), cancellationToken);
            Console.WriteLine($"fuzz {target.Name}: {saved} breaks nothing: {behaviour}");
        }
    }

    private void Tell(TimeSpan took)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"fuzz {target.Name}: {_executions} executions in {took.TotalSeconds:0.0} s ({_executions / took.TotalMinutes:0} a minute), {_corpus.Behaviours} behaviours, seed {FuzzSettings.Seed}");
        Console.WriteLine(line);
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        File.AppendAllText(Path.Combine(FuzzSettings.Folder, "summary.txt"), line + "\n");
    }

    private async Task<string> SaveAsync(Script script, Exception error, CancellationToken cancellationToken)
    {
        var small = await new Shrinker(candidate => FailsAlikeAsync(candidate, error, cancellationToken), _shrinkBound).ShrinkAsync(script);
        var path = Path.Combine(FuzzSettings.Folder, $"{target.Name}-{FuzzSettings.Seed}.txt");
        await File.WriteAllTextAsync(path, small.ToText(), cancellationToken);
        await File.WriteAllTextAsync(path + ".whole", script.ToText(), cancellationToken);
        return $"{error}\n\nThe smallest input ({small.Steps.Count} steps) that breaks it is in {path}, the first one in {path}.whole.\n"
            + $"Again this one:  PADDOCK_FUZZ_INPUT={path} ./paddock test hostile\n"
            + $"Again the run:   PADDOCK_FUZZ_SEED={FuzzSettings.Seed} ./paddock test hostile\n\n{small.ToText()[..Math.Min(4000, small.ToText().Length)]}";
    }

    private async Task<bool> FailsAlikeAsync(Script candidate, Exception first, CancellationToken cancellationToken)
    {
        try
        {
            await target.RunAsync(candidate, cancellationToken);
            return false;
        }
        catch (Exception error)
        {
            return Kind(error) == Kind(first);
        }
    }

    /// <summary>The type and the message without what differs from input to input.</summary>
    private static string Kind(Exception error) => error.GetType().Name + Varying().Replace(error.Message.Split('\n')[0], "?");

    [GeneratedRegex("""\d+|"[^"]*"|'[^']*'""")]
    private static partial Regex Varying();
}
