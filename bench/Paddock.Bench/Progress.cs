namespace Paddock.Bench;

/// <summary>Says on stderr that a row that takes long still gets on: on a terminal in one line that changes, elsewhere in a line now and then.</summary>
internal static class Progress
{
    private const int Width = 78;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(Console.IsErrorRedirected ? 30 : 2);

    /// <summary>One sentence, now.</summary>
    public static void Say(string row, string what)
    {
        var text = $"paddock bench: {row}: {what}";
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(text);
        }
        else
        {
            Console.Error.Write($"\r{text.PadRight(Width)}\r");
        }
    }

    /// <summary>Does something and says every few seconds how far it is.</summary>
    public static T While<T>(string row, Func<string> howFar, Func<T> work)
    {
        using var timer = new Timer(_ => Say(row, howFar()), null, Interval, Interval);
        return work();
    }
}
