using System.CommandLine;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Tools;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock tools exec</c>: calls a tool.</summary>
internal static class ToolExecCommand
{
    public static Command Create(SessionRunner runner)
    {
        Argument<string> id = ToolsCommand.Id();
        InputOptions input = new();
        Option<string?> revision = new("--revision") { HelpName = "ID", Description = "The revision to run. Default: the current one" };
        Option<string[]> secrets = new("--env-secret")
        {
            HelpName = "NAME=ID",
            Description = "Environment variable with the value of a stored secret. May be repeated",
            Arity = ArgumentArity.OneOrMore,
        };
        ExecutionOptions execution = new();
        Command command = new("exec", "Call a tool and print what it returns, as JSON") { id, revision, secrets };
        input.AddTo(command);
        execution.AddTo(command);
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            ExecuteToolRequest request = new()
            {
                Input = await input.ReadAsync(session, source: null, cancellationToken),
                RevisionId = session.Parsed.GetValue(revision),
                Environment = execution.ReadToolEnvironment(session, session.Parsed.GetValue(secrets) ?? []),
                Http = execution.ReadHttp(session),
                Files = await execution.ReadFilesAsync(session, cancellationToken),
                Limits = execution.ReadLimits(session),
            };
            ExecuteFunctionResponse answer = await session.Client.Tools.ExecAsync(session.Parsed.GetRequiredValue(id), request, cancellationToken: cancellationToken);
            return FunctionReport.Print(session, answer, session.Parsed.GetValue(input.Raw));
        }));
        return command;
    }
}
