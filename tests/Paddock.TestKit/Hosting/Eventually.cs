using System.Diagnostics;

namespace Paddock.TestKit.Hosting;

/// <summary>Waiting for something that another process brings about: short polls up to a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(25);

    /// <summary>Polls until <paramref name="condition"/> holds, and fails when <paramref name="bound"/> has passed.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="bound">The longest wait.</param>
    /// <param name="complaint">Says what is still wrong, for the failure.</param>
    /// <param name="cancellationToken">The test's own token.</param>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, TimeSpan bound, Func<string> complaint, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > bound)
            {
                Assert.Fail($"After {bound.TotalSeconds:0} s: {complaint()}");
            }

            await Task.Delay(_poll, cancellationToken);
        }
    }

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, TimeSpan, Func{string}, CancellationToken)"/>
    public static Task HoldsAsync(Func<bool> condition, TimeSpan bound, Func<string> complaint, CancellationToken cancellationToken) =>
        HoldsAsync(() => Task.FromResult(condition()), bound, complaint, cancellationToken);
}
