using Paddock.Core.Executions;

namespace Paddock.Core.Runtimes;

/// <summary>What the languages of runtimes are called on the wire, and which of them an execution's language takes.</summary>
internal static class RuntimeNames
{
    /// <summary><c>python</c> or <c>javascript</c>.</summary>
    public static string Of(RuntimeLanguage language) => language == RuntimeLanguage.Python ? "python" : "javascript";

    /// <summary>The language that <see cref="Of"/> gives this name, in any letter case; null when there is none.</summary>
    public static RuntimeLanguage? Find(string name) =>
        name.Equals("python", StringComparison.OrdinalIgnoreCase) ? RuntimeLanguage.Python
        : name.Equals("javascript", StringComparison.OrdinalIgnoreCase) ? RuntimeLanguage.JavaScript
        : null;

    /// <summary>Whose packages code in <paramref name="language"/> can use; null when there are none for it.</summary>
    public static RuntimeLanguage? PackagesOf(Language language) => language switch
    {
        Language.Python => RuntimeLanguage.Python,
        Language.JavaScript or Language.TypeScript => RuntimeLanguage.JavaScript,
        _ => null,
    };
}
