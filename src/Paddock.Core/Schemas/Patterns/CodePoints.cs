using System.Globalization;
using System.Text;

namespace Paddock.Core.Schemas.Patterns;

/// <summary>A set of characters as ECMA-262 means it, that is of code points, and how .NET, which knows chars only, has to write it.</summary>
internal sealed class CodePoints
{
    public const int Last = 0x10FFFF;
    private const int FirstAstral = 0x10000;
    private const string AnyPair = @"[\ud800-\udbff][\udc00-\udfff]";

    private readonly List<(int From, int To)> _ranges = [];
    private readonly StringBuilder _categories = new();
    private bool _hasComplement;

    public bool IsNegated { get; set; }

    public void Add(int from, int to) => _ranges.Add((from, to));

    public void Add(int codePoint) => Add(codePoint, codePoint);

    public void Add(IEnumerable<(int From, int To)> ranges) => _ranges.AddRange(ranges);

    /// <summary>A general category by the name that .NET has for it.</summary>
    public void AddCategory(string name, bool complement)
    {
        _categories.Append(CultureInfo.InvariantCulture, $@"\{(complement ? 'P' : 'p')}{{{name}}}");
        _hasComplement |= complement;
    }

    /// <summary>All that is not in <paramref name="ranges"/>.</summary>
    public static IEnumerable<(int From, int To)> Complement(IEnumerable<(int From, int To)> ranges, int first = 0)
    {
        int next = first;
        foreach ((int from, int to) in ranges.Order())
        {
            if (from > next)
            {
                yield return (next, from - 1);
            }

            next = Math.Max(next, to + 1);
        }

        if (next <= Last)
        {
            yield return (next, Last);
        }
    }

    /// <summary>One atom of a pattern of .NET's.</summary>
    public string Write()
    {
        string basic = string.Concat(_ranges.Where(static range => range.From < FirstAstral).Select(static range => Range(range.From, Math.Min(range.To, FirstAstral - 1))));
        List<(int From, int To)> astral = [.. _ranges.Where(static range => range.To >= FirstAstral).Select(static range => (Math.Max(range.From, FirstAstral), range.To))];
        List<string> alternatives = [];
        if (IsNegated)
        {
            // Halves of pairs are left to the pairs.
            alternatives.Add($@"[^{basic}{_categories}\ud800-\udfff]");
            alternatives.AddRange(Complement(astral, FirstAstral).SelectMany(static range => Pairs(range.From, range.To)));
        }
        else
        {
            if (basic.Length + _categories.Length > 0)
            {
                alternatives.Add($"[{basic}{_categories}]");
            }

            alternatives.AddRange(_hasComplement ? [AnyPair] : astral.SelectMany(static range => Pairs(range.From, range.To)));
        }

        return alternatives.Count switch
        {
            0 => @"[^\s\S]",
            1 when alternatives[0][0] == '[' && basic.Length + _categories.Length > 0 => alternatives[0],
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    /// <summary>A char that means itself, in a class or out of it.</summary>
    public static string Escape(int c) => string.Create(CultureInfo.InvariantCulture, $@"\u{c:x4}");

    private static string Range(int from, int to) => from == to ? Escape(from) : $"{Escape(from)}-{Escape(to)}";

    private static IEnumerable<string> Pairs(int from, int to)
    {
        (int firstHigh, int firstLow) = Split(from);
        (int lastHigh, int lastLow) = Split(to);
        if (firstHigh == lastHigh)
        {
            yield return $"{Escape(firstHigh)}[{Range(firstLow, lastLow)}]";
            yield break;
        }

        yield return $"{Escape(firstHigh)}[{Range(firstLow, 0xDFFF)}]";
        if (lastHigh - firstHigh > 1)
        {
            yield return $"[{Range(firstHigh + 1, lastHigh - 1)}][{Range(0xDC00, 0xDFFF)}]";
        }

        yield return $"{Escape(lastHigh)}[{Range(0xDC00, lastLow)}]";
    }

    private static (int High, int Low) Split(int codePoint) =>
        (0xD800 + ((codePoint - FirstAstral) >> 10), 0xDC00 + ((codePoint - FirstAstral) & 0x3FF));
}
