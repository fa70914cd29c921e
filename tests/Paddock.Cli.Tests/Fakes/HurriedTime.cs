namespace Paddock.Cli.Tests.Fakes;

/// <summary>A clock whose short pauses take no time; what is longer is a timeout, and takes as long as it says.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= _longestPause ? TimeSpan.Zero : dueTime, period);
}
