namespace Paddock.Bench;

/// <summary>Says on stderr that a row that takes long still gets on.</summary>
internal static class Progress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>One sentence, now.</summary>
    public static void Say(string row, string what) => Console.Error.WriteLine($"paddock bench: {row}: {what}");

    /// <summary>Does something and says every few seconds how far it is.</summary>
    public static T While<T>(string row, Func<string> howFar, Func<T> work)
    {
        using var timer = new Timer(_ => Say(row, howFar()), null, Interval, Interval);
        return work();
    }
}
