namespace Paddock.Storage.Engines;

/// <summary>Times as they are stored: 100 ns since 1970, UTC, in both engines, so that what is read is what was written.</summary>
internal static class Ticks
{
    public static long Of(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static long? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    public static DateTimeOffset ToTime(long ticks) => new(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    public static DateTimeOffset? ToTime(long? ticks) => ticks is { } known ? ToTime(known) : null;
}
