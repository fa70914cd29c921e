using System.CommandLine;
using System.Globalization;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Client.Paging;
using Paddock.Contracts.Executions;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock executions</c>: what ran, and how it went.</summary>
internal static class ExecutionsCommand
{
    public static Command Create(SessionRunner runner) => new("executions", "What ran, and how it went") { List(runner), Get(runner) };

    /// <summary>The moment, in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What was called.</summary>
    public static string Kind(Execution execution) => execution.Details switch
    {
        ToolExecutionDetails => "tool",
        FunctionExecutionDetails => "function",
        _ => "script",
    };

    private static Command List(SessionRunner runner)
    {
        PageOptions pages = new();
        Option<bool> failed = new("--failed") { Description = "Only those with an exit code other than 0" };
        Command command = new("list", "List the executions that are kept, the newest first") { failed };
        pages.AddTo(command);
        command.SetAction(runner.Action((session, cancellationToken) => pages.PrintAsync<Execution>(
            session,
            "data",
            (limit, after) => session.Client.Executions.ListPageAsync(
                new ExecutionListParameters { Limit = limit, StartingAfter = after, OnlyNonZeroExitCodes = session.Parsed.GetValue(failed) ? true : null },
                cancellationToken: cancellationToken),
            executions => Print(session, executions),
            cancellationToken)));
        return command;
    }

    private static void Print(Session session, IReadOnlyList<Execution> executions)
    {
        if (executions.Count == 0)
        {
            session.Printer.Say("there are no such executions");
            return;
        }

        Table table = new("ID", "STARTED", "KIND", "LANGUAGE", "EXIT", "MS", "TOOL");
        foreach (Execution execution in executions)
        {
            table.Add(
                execution.Id,
                Moment(execution.StartedAt),
                Kind(execution),
                execution.Language,
                execution.ExitCode.ToString(CultureInfo.InvariantCulture),
                execution.Duration.ToString(CultureInfo.InvariantCulture),
                (execution.Details as ToolExecutionDetails)?.ToolId ?? "");
        }

        table.Print(session.Printer, session.Console.IsOutputTerminal ? session.Console.Width() : null);
    }

    private static Command Get(SessionRunner runner)
    {
        Argument<string> id = new("id") { HelpName = "ID", Description = "The id of the execution: `paddock executions list` shows it" };
        Command command = new("get", "Show an execution with its code, its input and its output") { id };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            Execution execution = await session.Client.Executions.GetAsync(session.Parsed.GetRequiredValue(id), cancellationToken: cancellationToken);
            if (session.Json)
            {
                session.PrintAnswer();
            }
            else
            {
                ExecutionReport.Print(session, execution);
            }

            return ExitCodes.Success;
        }));
        return command;
    }
}
