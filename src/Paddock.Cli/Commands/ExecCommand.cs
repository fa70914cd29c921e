using System.CommandLine;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Scripts;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock exec</c>: runs a script.</summary>
internal static class ExecCommand
{
    public static Command Create(SessionRunner runner)
    {
        Argument<string> file = SourceOptions.File("The script, or - for stdin");
        Argument<string[]> arguments = new("args")
        {
            HelpName = "ARG",
            Description = "Arguments of the script; what starts with a dash is safe behind --",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> language = SourceOptions.Language();
        Option<string?> revision = SourceOptions.RuntimeRevision();
        Option<string?> stdin = new("--stdin") { HelpName = "FILE", Description = "What the script finds on its stdin: a file, or - for the stdin of paddock. Default: nothing" };
        ExecutionOptions execution = new();
        Command command = new("exec", "Run a file as a script: its output and its exit code are those of paddock") { file, arguments, language, stdin, revision };
        execution.AddTo(command);
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            string name = session.Parsed.GetRequiredValue(file);
            string? input = session.Parsed.GetValue(stdin);
            if (name == SourceFile.Stdin && input == SourceFile.Stdin)
            {
                throw new UsageException("both the script and its stdin are to come from stdin: put one into a file");
            }

            SourceFile source = await SourceFile.ReadAsync(name, session.Parsed.GetValue(language), session.Console, cancellationToken);
            string[] given = session.Parsed.GetValue(arguments) ?? [];
            ExecuteRequest request = new()
            {
                Language = source.Language,
                Code = source.Code,
                Args = given.Length == 0 ? null : given,
                Stdin = input is null ? null : await LocalText.ReadAsync(input, session.Console, cancellationToken),
                Environment = execution.ReadEnvironment(session),
                Http = execution.ReadHttp(session),
                Files = await execution.ReadFilesAsync(session, cancellationToken),
                Limits = execution.ReadLimits(session),
                RuntimeRevisionId = session.Parsed.GetValue(revision),
            };
            return Print(session, await session.Client.Command.ExecAsync(request, cancellationToken: cancellationToken));
        }));
        return command;
    }

    private static int Print(Session session, ExecutionResult result)
    {
        if (session.Json)
        {
            session.PrintAnswer();
        }
        else
        {
            session.Printer.Stdout(result.Stdout);
            session.Printer.Stderr(result.Stderr);
        }

        return result.ExitCode;
    }
}
