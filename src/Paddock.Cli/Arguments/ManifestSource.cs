using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Runtimes;

namespace Paddock.Cli.Arguments;

/// <summary>A manifest from a file or stdin, and the language it is for.</summary>
/// <param name="Language"><c>python</c> or <c>javascript</c>.</param>
/// <param name="Manifest">Its text, under the name that the API wants.</param>
internal sealed record ManifestSource(string Language, ManifestFile Manifest)
{
    private const string Requirements = "requirements.txt";
    private const string Package = "package.json";

    // spelled by people; JavaScript's packages are TypeScript's
    private static readonly Dictionary<string, string> _languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["python"] = Languages.Python,
        ["py"] = Languages.Python,
        ["javascript"] = Languages.JavaScript,
        ["js"] = Languages.JavaScript,
        ["typescript"] = Languages.JavaScript,
        ["ts"] = Languages.JavaScript,
    };

    /// <exception cref="UsageException">It cannot be read, or its language cannot be told.</exception>
    public static async Task<ManifestSource> ReadAsync(string name, string? language, CliConsole console, CancellationToken cancellationToken)
    {
        if (name.StartsWith('-') && name != SourceFile.Stdin && !File.Exists(name))
        {
            throw new UsageException($"there is no option {name}");
        }

        string resolved = ResolveLanguage(name, language);
        string contents = (await LocalText.ReadAsync(name, console, cancellationToken).ConfigureAwait(false)).TrimStart('\uFEFF');
        return new ManifestSource(resolved, new ManifestFile { Name = resolved == Languages.Python ? Requirements : Package, Contents = contents });
    }

    /// <summary>What a runtime is called when nobody says: the folder that its manifest is in.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string NameOf(string name)
    {
        string folder = name == SourceFile.Stdin ? "" : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(name))) ?? "";
        return folder.Length > 0 ? folder : throw new UsageException($"{(name == SourceFile.Stdin ? "a manifest from stdin" : name)} is in no folder to be named after: give --name");
    }

    private static string ResolveLanguage(string name, string? language)
    {
        if (language is not null)
        {
            return _languages.TryGetValue(language, out string? known)
                ? known
                : throw new UsageException($"--language is `{language}`, but must be python, or javascript, which serves typescript too");
        }

        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".TXT" => Languages.Python,
            ".JSON" => Languages.JavaScript,
            _ => throw new UsageException(name == SourceFile.Stdin
                ? "a manifest from stdin has no name to tell its language by: give --language python or javascript"
                : $"cannot tell the language of {name}, which is no {Requirements} and no {Package}: give --language python or javascript"),
        };
    }
}
