using System.Collections.Frozen;

namespace Paddock.Core.Schemas.Patterns;

/// <summary>The classes of characters that a pattern can name.</summary>
internal static class CharacterClasses
{
    private static readonly (int From, int To)[] _digits = [('0', '9')];
    private static readonly (int From, int To)[] _word = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    // White space and line ends of ECMA-262: more than ASCII, and with the byte order mark.
    private static readonly (int From, int To)[] _space =
    [
        (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
        (0xFEFF, 0xFEFF),
    ];

    private static readonly FrozenDictionary<string, string> _categories = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Cased_Letter"] = "Lu}\\p{Ll}\\p{Lt", ["LC"] = "Lu}\\p{Ll}\\p{Lt",
        ["Close_Punctuation"] = "Pe", ["Connector_Punctuation"] = "Pc", ["Control"] = "Cc", ["cntrl"] = "Cc", ["Currency_Symbol"] = "Sc",
        ["Dash_Punctuation"] = "Pd", ["Decimal_Number"] = "Nd", ["digit"] = "Nd", ["Enclosing_Mark"] = "Me", ["Final_Punctuation"] = "Pf", ["Format"] = "Cf",
        ["Initial_Punctuation"] = "Pi", ["Letter"] = "L", ["Letter_Number"] = "Nl", ["Line_Separator"] = "Zl", ["Lowercase_Letter"] = "Ll",
        ["Mark"] = "M", ["Combining_Mark"] = "M", ["Math_Symbol"] = "Sm", ["Modifier_Letter"] = "Lm", ["Modifier_Symbol"] = "Sk",
        ["Nonspacing_Mark"] = "Mn", ["Number"] = "N", ["Open_Punctuation"] = "Ps", ["Other"] = "C", ["Other_Letter"] = "Lo", ["Other_Number"] = "No",
        ["Other_Punctuation"] = "Po", ["Other_Symbol"] = "So", ["Paragraph_Separator"] = "Zp", ["Private_Use"] = "Co", ["Punctuation"] = "P", ["punct"] = "P",
        ["Separator"] = "Z", ["Space_Separator"] = "Zs", ["Spacing_Mark"] = "Mc", ["Surrogate"] = "Cs", ["Symbol"] = "S", ["Titlecase_Letter"] = "Lt",
        ["Unassigned"] = "Cn", ["Uppercase_Letter"] = "Lu",
        // Properties that are no categories, by the nearest one.
        ["Alphabetic"] = "L", ["Alpha"] = "L", ["Lowercase"] = "Ll", ["Lower"] = "Ll", ["Uppercase"] = "Lu", ["Upper"] = "Lu", ["White_Space"] = "Z",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> _short = FrozenSet.ToFrozenSet(
        ["C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs"],
        StringComparer.Ordinal);

    /// <summary>A word's characters as a class of .NET's, for the ends of words.</summary>
    public static string Word => "[0-9A-Za-z_]";

    /// <summary>Adds what the letter of an escape stands for; false when it stands for no class.</summary>
    public static bool TryAdd(CodePoints set, char escape)
    {
        (int From, int To)[]? ranges = char.ToLowerInvariant(escape) switch { 'd' => _digits, 'w' => _word, 's' => _space, _ => null };
        if (ranges is null)
        {
            return false;
        }

        set.Add(char.IsLower(escape) ? ranges : CodePoints.Complement(ranges));
        return true;
    }

    /// <summary>Adds what stands in the braces of <c>\p{…}</c>; false when it is not known.</summary>
    public static bool TryAddProperty(CodePoints set, string property, bool complement)
    {
        if (property is "Any" or "ASCII")
        {
            (int From, int To)[] ranges = [(0, property == "Any" ? CodePoints.Last : 0x7F)];
            set.Add(complement ? CodePoints.Complement(ranges) : ranges);
            return true;
        }

        string name = property;
        foreach (string prefix in (string[])["General_Category=", "gc="])
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        string? category = _short.Contains(name) ? name : _categories.GetValueOrDefault(name);
        if (category is null || (complement && category.Contains('}', StringComparison.Ordinal)))
        {
            return false;
        }

        set.AddCategory(category, complement);
        return true;
    }
}
