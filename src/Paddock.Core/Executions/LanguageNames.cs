namespace Paddock.Core.Executions;

/// <summary>What languages are called on the wire and in the store.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<Language, string> _names = Enum.GetValues<Language>().ToDictionary(static language => language, static language => language.ToString().ToLowerInvariant());
    private static readonly Dictionary<string, Language> _languages = _names.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The name of <paramref name="language"/>: <c>python</c>, for example.</summary>
    public static string Of(Language language) => _names[language];

    /// <summary>The language that <see cref="Of"/> gives this name.</summary>
    public static Language Parse(string name) => _languages[name];
}
