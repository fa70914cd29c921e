using System.Diagnostics;

namespace Paddock.Bench;

/// <summary>
/// Starts one program over and over with posix_spawn and waits for each end: what an execution would cost without Paddock.
/// Straight to libc, because <c>System.Diagnostics.Process</c> adds about as much as the fastest of these programs takes.
/// </summary>
internal sealed class Spawner(string name, IReadOnlyList<string> arguments)
{
    /// <summary>An argument in whose place each start gets an id of its own.</summary>
    public const string Id = "{id}";

    private int _started;

    public string Name => name;

    /// <summary>Starts it once, with its output in a file.</summary>
    public ChildProcess Start(string output) => ChildProcess.Start(Arguments(), ChildProcess.PlainEnvironment, output);

    /// <summary>Times of starts one after the other, in milliseconds.</summary>
    public IReadOnlyList<double> OneByOne(TimeSpan duration, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            Once();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Starts per second with that many at once.</summary>
    public double Saturate(int parallel, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, parallel).Select(_ => new Thread(() =>
        {
            try
            {
                while (clock.Elapsed < duration && !cancellationToken.IsCancellationRequested)
                {
                    Once();
                    Interlocked.Increment(ref count);
                }
            }
            catch (BenchException failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        cancellationToken.ThrowIfCancellationRequested();
        return failures.Count == 0 ? count / clock.Elapsed.TotalSeconds : throw failures[0];
    }

    private IReadOnlyList<string> Arguments() => arguments.Contains(Id)
        ? [.. arguments.Select(argument => argument == Id ? $"paddock-bench-{Environment.ProcessId}-{Interlocked.Increment(ref _started)}" : argument)]
        : arguments;

    private void Once()
    {
        var status = Start("/dev/null").Wait();
        if (status != 0)
        {
            throw new BenchException($"the baseline `{name}` ended with wait status {status}");
        }
    }
}
