using System.Text.RegularExpressions;

namespace Paddock.Core.Schemas.Patterns;

/// <summary>
/// Makes .NET's expressions. Its linear engine cannot be led astray, but takes milliseconds to set up and up to a few MiB for what it has met, so its
/// expressions are few for the whole server, whatever the schemas. The other one is cheap, and fast enough where nothing is repeated within a repeat.
/// </summary>
internal sealed class PatternEngines(SchemasOptions options)
{
    /// <summary>Linear expressions that are kept: some hundreds of MiB at the very worst, one or two as a rule.</summary>
    internal const int MaxLinear = 64;

    private readonly RecentlyUsed<Regex> _linear = new(MaxLinear);
    private readonly TimeSpan _longest = TimeSpan.FromMilliseconds(options.PatternMilliseconds);

    /// <summary>The pattern that <paramref name="reader"/> has read; null when .NET does not take it after all.</summary>
    public Pattern? TryMake(string source, EcmaReader reader)
    {
        string translated = reader.Translated;
        Regex simple;
        try
        {
            simple = new Regex(translated, RegexOptions.CultureInvariant, _longest);
        }
        catch (ArgumentException)
        {
            return null;
        }

        return new Pattern(source, reader.WantsLinear ? () => Linear(translated) : () => simple);
    }

    private Regex Linear(string translated)
    {
        if (!_linear.TryGet(translated, out Regex? regex))
        {
            regex = new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, _longest);
            _linear.Add(translated, regex, 1);
        }

        return regex;
    }
}
