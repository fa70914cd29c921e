using System.CommandLine;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Contracts.Functions;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock run</c>: calls a function.</summary>
internal static class RunCommand
{
    public static Command Create(SessionRunner runner)
    {
        Argument<string> file = SourceOptions.File("The program that defines `execute`, or - for stdin");
        Option<string?> language = SourceOptions.Language();
        Option<string?> revision = SourceOptions.RuntimeRevision();
        InputOptions input = new();
        ExecutionOptions execution = new();
        Command command = new("run", "Call the function `execute` of a file and print what it returns, as JSON") { file, language, revision };
        input.AddTo(command);
        execution.AddTo(command);
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            SourceFile source = (await SourceFile.ReadAsync(session.Parsed.GetRequiredValue(file), session.Parsed.GetValue(language), session.Console, cancellationToken)).ForFunctions();
            ExecuteFunctionRequest request = new()
            {
                Language = source.Language,
                Code = source.Code,
                Input = await input.ReadAsync(session, source.Name, cancellationToken),
                Environment = execution.ReadEnvironment(session),
                Http = execution.ReadHttp(session),
                Files = await execution.ReadFilesAsync(session, cancellationToken),
                Limits = execution.ReadLimits(session),
                RuntimeRevisionId = session.Parsed.GetValue(revision),
            };
            ExecuteFunctionResponse answer = await session.Client.Command.ExecFuncAsync(request, cancellationToken: cancellationToken);
            int exitCode = FunctionReport.Print(session, answer, session.Parsed.GetValue(input.Raw));
            Hint(session, answer, source);
            return exitCode;
        }));
        return command;
    }

    /// <summary>A script that was taken for a function is the likeliest mistake.</summary>
    private static void Hint(Session session, ExecuteFunctionResponse answer, SourceFile source)
    {
        if (answer.OutputStatus == OutputStatuses.Error && !source.Code.Contains("execute", StringComparison.Ordinal))
        {
            session.Printer.Say($"there is no `execute` in {source.Name}; if it is a script: paddock exec {source.Name}");
        }
    }
}
