using System.Globalization;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;

namespace Paddock.Core.Schemas.Patterns;

/// <summary>The patterns of one schema; what stands there twice is made once.</summary>
internal sealed class PatternTable(SchemasOptions options, PatternEngines engines)
{
    private readonly Dictionary<string, Pattern> _patterns = new(StringComparer.Ordinal);
    private int _characters;

    /// <summary>The pattern <paramref name="text"/>; null when the builder was told of a problem.</summary>
    public Pattern? Get(KeywordSource source, SchemaPath path, string text)
    {
        if (_patterns.TryGetValue(text, out Pattern? known))
        {
            return known;
        }

        _characters += text.Length;
        if (_characters > options.MaxPatternCharacters || _patterns.Count == options.MaxPatterns)
        {
            source.Builder.Refuse(path, string.Create(
                CultureInfo.InvariantCulture,
                $"with this pattern the schema has too many; at most {options.MaxPatterns} different ones ({SchemasOptions.Setting(nameof(options.MaxPatterns))}) of {options.MaxPatternCharacters} characters together ({SchemasOptions.Setting(nameof(options.MaxPatternCharacters))})"));
            return null;
        }

        EcmaReader reader = new(text);
        if (reader.Translate() is { } problem)
        {
            source.Builder.Refuse(path, $"{Show.Text(text)} is no regular expression that is known here: {problem}");
            return null;
        }

        if (engines.TryMake(text, reader) is not { } pattern)
        {
            source.Builder.Refuse(path, $"{Show.Text(text)} is no regular expression that is known here; write it more simply");
            return null;
        }

        return _patterns[text] = pattern;
    }
}
