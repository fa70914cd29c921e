using System.CommandLine;
using System.CommandLine.Invocation;
using Paddock.Cli.Commands;
using Paddock.Cli.Output;

namespace Paddock.Cli.Hosting;

/// <summary>From arguments to an exit code.</summary>
internal static class CliApplication
{
    // A token `@name` is a value like any other here, not a file with more arguments.
    private static readonly ParserConfiguration _parsing = new() { ResponseFileTokenReplacer = null };

    /// <returns>One of <see cref="ExitCodes"/>, or the exit code of the code that ran.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, CancellationToken cancellationToken)
    {
        Printer printer = new(console);
        RootCommand root = PaddockCommand.Create(console, printer);
        ParseResult parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments, _parsing);
        if (parsed.Action is ParseErrorAction)
        {
            return Complain(parsed, printer);
        }

        InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, Output = printer.Out, Error = printer.Error };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            printer.Say("this is a fault of the tool itself; please report it with what follows");
            printer.Stderr($"{e}\n");
            return ExitCodes.Api;
        }
        finally
        {
            await printer.FlushAsync().ConfigureAwait(false);
        }
    }

    private static int Complain(ParseResult parsed, Printer printer)
    {
        Command command = parsed.CommandResult.Command;
        IEnumerable<string> messages = command.Subcommands.Count > 0 ? [MissingCommand(parsed, command)] : parsed.Errors.Select(static error => error.Message.TrimEnd('.')).Distinct();
        foreach (string message in messages)
        {
            printer.Say(message);
        }

        printer.Say($"`{PathOf(command)} --help` says what it takes");
        return ExitCodes.Usage;
    }

    private static string MissingCommand(ParseResult parsed, Command command)
    {
        string known = string.Join(", ", command.Subcommands.Select(static subcommand => subcommand.Name));
        return parsed.UnmatchedTokens is [string word, ..] ? $"there is no command `{PathOf(command)} {word}`, but {known}" : $"{PathOf(command)} needs one of its commands: {known}";
    }

    private static string PathOf(Command command)
    {
        Command? parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? PaddockCommand.Name : $"{PathOf(parent)} {command.Name}";
    }
}
