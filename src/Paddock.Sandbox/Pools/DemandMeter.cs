namespace Paddock.Sandbox.Pools;

/// <summary>
/// How many cells to keep ready: as many as were taken within the busiest tenth of a second of late. A cell takes a few milliseconds to make, so
/// that is several refills ahead; the peak fades by a tenth every second, so a burst is remembered for about half a minute.
/// </summary>
/// <param name="least">Never fewer.</param>
/// <param name="most">Never more.</param>
/// <param name="time">The clock.</param>
internal sealed class DemandMeter(int least, int most, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(100);
    private const double FadePerSecond = 0.9;

    private long _windowStart = time.GetTimestamp();
    private int _taken;
    private double _peak;

    /// <summary>Cells to keep ready now.</summary>
    internal int Target => Math.Clamp((int)Math.Ceiling(Math.Max(_peak, _taken)), least, most);

    /// <summary>Counts one cell taken.</summary>
    internal void Take()
    {
        Roll();
        _taken++;
    }

    /// <summary>Lets time pass.</summary>
    internal void Roll()
    {
        TimeSpan elapsed = time.GetElapsedTime(_windowStart);
        if (elapsed < s_window)
        {
            return;
        }

        _peak = Math.Max(_peak * Math.Pow(FadePerSecond, elapsed.TotalSeconds), _taken);
        _taken = 0;
        _windowStart = time.GetTimestamp();
    }
}
