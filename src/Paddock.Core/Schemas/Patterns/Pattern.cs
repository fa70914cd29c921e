using System.Text.RegularExpressions;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Patterns;

/// <summary>A regular expression of a schema.</summary>
/// <param name="source">As it stands in the schema.</param>
/// <param name="find">Gives what .NET makes of it; the first time that may take some milliseconds.</param>
internal sealed class Pattern(string source, Func<Regex> find)
{
    /// <summary>As it stands in the schema.</summary>
    public string Source { get; } = source;

    /// <summary>True when it is somewhere in <paramref name="text"/>. False too when the check is over.</summary>
    public bool IsMatch(string text, Instance at, Evaluation run)
    {
        if (!run.TryUsePattern(at, text.Length))
        {
            return false;
        }

        long start = run.Now();
        try
        {
            return find().IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            run.StopForPatterns(at);
            return false;
        }
        finally
        {
            run.PatternUsed(start);
        }
    }
}
