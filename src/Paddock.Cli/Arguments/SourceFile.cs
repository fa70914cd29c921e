using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;

namespace Paddock.Cli.Arguments;

/// <summary>Code from a file or stdin, and its language.</summary>
/// <param name="Name">The file, or <c>-</c>.</param>
/// <param name="Code">Its text.</param>
/// <param name="Language">One of <see cref="Languages"/>.</param>
internal sealed record SourceFile(string Name, string Code, string Language)
{
    public const string Stdin = "-";

    // spelled by people: file endings and short names alike
    private static readonly Dictionary<string, string> _languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["python"] = Languages.Python,
        ["py"] = Languages.Python,
        ["javascript"] = Languages.JavaScript,
        ["js"] = Languages.JavaScript,
        ["mjs"] = Languages.JavaScript,
        ["cjs"] = Languages.JavaScript,
        ["typescript"] = Languages.TypeScript,
        ["ts"] = Languages.TypeScript,
        ["mts"] = Languages.TypeScript,
        ["cts"] = Languages.TypeScript,
        ["ruby"] = Languages.Ruby,
        ["rb"] = Languages.Ruby,
        ["php"] = Languages.Php,
    };

    /// <summary>The name without folders and ending.</summary>
    public string Stem => Path.GetFileNameWithoutExtension(Name);

    /// <exception cref="UsageException">It cannot be read, or its language cannot be told.</exception>
    public static async Task<SourceFile> ReadAsync(string name, string? language, CliConsole console, CancellationToken cancellationToken)
    {
        if (name.StartsWith('-') && name != Stdin && !File.Exists(name))
        {
            throw new UsageException($"there is no option {name}");
        }

        string resolved = ResolveLanguage(name, language);
        string code = await LocalText.ReadAsync(name, console, cancellationToken).ConfigureAwait(false);
        // An interpreter would take the mark that some editors put in front for code.
        return new SourceFile(name, code.TrimStart('\uFEFF'), resolved);
    }

    /// <summary>Checks that functions may be written in its language.</summary>
    /// <exception cref="UsageException">They may not.</exception>
    public SourceFile ForFunctions() => Language is Languages.Ruby or Languages.Php
        ? throw new UsageException($"functions are in python, javascript or typescript, and {Name} is {Language}: run it as a script with `paddock exec {Name}`")
        : this;

    private static string ResolveLanguage(string name, string? language)
    {
        if (language is not null)
        {
            return _languages.TryGetValue(language, out string? known)
                ? known
                : throw new UsageException($"--language is `{language}`, but must be python, javascript, typescript, ruby or php");
        }

        string ending = Path.GetExtension(name).TrimStart('.');
        return _languages.TryGetValue(ending, out string? found)
            ? found
            : throw new UsageException(name == Stdin
                ? "code from stdin has no file ending to tell its language by: give --language"
                : $"cannot tell the language of {name} by its ending: give --language python, javascript, typescript, ruby or php");
    }
}
