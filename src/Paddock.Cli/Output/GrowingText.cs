namespace Paddock.Cli.Output;

/// <summary>Finds what is new in a text that grows at its end, and that may lose its middle when it gets long.</summary>
internal sealed class GrowingText
{
    // long enough to stand in a log once
    private const int OverlapCharacters = 200;

    private string _shown = "";

    /// <summary>What to show of the text as it is now, after what was shown of it before.</summary>
    public string Next(string text)
    {
        string shown = _shown;
        _shown = text;
        if (text.StartsWith(shown, StringComparison.Ordinal))
        {
            return text[shown.Length..];
        }

        string end = shown[^Math.Min(shown.Length, OverlapCharacters)..];
        int at = text.LastIndexOf(end, StringComparison.Ordinal);
        return at >= 0 ? text[(at + end.Length)..] : text[shown.AsSpan().CommonPrefixLength(text)..];
    }
}
