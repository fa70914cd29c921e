using System.CommandLine;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;

namespace Paddock.Cli.Commands;

/// <summary>The packages of a revision, and whether its build is waited for.</summary>
internal sealed class ManifestOptions
{
    public Argument<string> File { get; } = new("file") { HelpName = "FILE", Description = "The requirements.txt or package.json, or - for stdin" };

    public Option<bool> Wait { get; } = new("--wait", "-w") { Description = "Wait for the build and show its log on stderr; ends with 1 when it did not succeed" };

    private readonly Option<string?> _language = new("--language", "-l")
    {
        HelpName = "LANGUAGE",
        Description = "python, or javascript, which serves typescript too. Default: by the ending of the file, .txt or .json",
    };

    private readonly Option<string[]> _imports = new("--import")
    {
        HelpName = "LINE",
        Description = "Python only: an import statement that is executed ahead, so that no execution pays for it. May be repeated",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        command.Add(File);
        command.Add(_language);
        command.Add(_imports);
        command.Add(Wait);
    }

    public Task<ManifestSource> ReadManifestAsync(Session session, CancellationToken cancellationToken) =>
        ManifestSource.ReadAsync(session.Parsed.GetRequiredValue(File), session.Parsed.GetValue(_language), session.Console, cancellationToken);

    /// <summary>The import statements, one a line; null when there is none.</summary>
    public string? ReadImports(Session session) => session.Parsed.GetValue(_imports) is { Length: > 0 } lines ? string.Join('\n', lines) : null;
}
