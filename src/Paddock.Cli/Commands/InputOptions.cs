using System.CommandLine;
using System.Text.Json;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;

namespace Paddock.Cli.Commands;

/// <summary>The argument of a function, and how its result is printed.</summary>
internal sealed class InputOptions
{
    public Option<string?> Input { get; } = new("--input", "-i") { HelpName = "JSON", Description = "The argument of the function. Default: null" };

    public Option<string?> InputFile { get; } = new("--input-file") { HelpName = "FILE", Description = "The same from a file, or from stdin with -" };

    public Option<bool> Raw { get; } = new("--raw", "-r") { Description = "Print a returned string as it is, without quotes" };

    public void AddTo(Command command)
    {
        command.Add(Input);
        command.Add(InputFile);
        command.Add(Raw);
    }

    /// <param name="session">The command.</param>
    /// <param name="source">Where the code comes from, since stdin can be read once only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UsageException">It is not JSON, cannot be read, or is given twice.</exception>
    public async Task<JsonElement?> ReadAsync(Session session, string? source, CancellationToken cancellationToken)
    {
        string? text = session.Parsed.GetValue(Input);
        string? file = session.Parsed.GetValue(InputFile);
        if (file is null)
        {
            return text is null ? null : JsonArgument.Parse("--input", text);
        }

        if (text is not null)
        {
            throw new UsageException("--input and --input-file are both given, and there is one input: leave one out");
        }

        if (file == SourceFile.Stdin && source == SourceFile.Stdin)
        {
            throw new UsageException("both the code and --input-file are to come from stdin: put one into a file");
        }

        string shown = file == SourceFile.Stdin ? "stdin" : file;
        return JsonArgument.Parse(shown, await LocalText.ReadAsync(file, session.Console, cancellationToken).ConfigureAwait(false));
    }
}
