using System.CommandLine;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Client.Paging;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Runtimes;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock runtimes</c>: packages that code can run with.</summary>
internal static class RuntimesCommand
{
    public static Command Create(SessionRunner runner) => new("runtimes", "Packages that code can run with, built on the server")
    {
        RuntimeWriteCommands.Create(runner),
        List(runner),
        RuntimeGetCommand.Create(runner),
        RuntimeWriteCommands.Revise(runner),
        RevisionCommands.List(runner),
        RevisionCommands.Log(runner),
        RevisionCommands.Cancel(runner),
        Delete(runner),
    };

    public static Argument<string> Id() => new("id") { HelpName = "ID", Description = "The id of the runtime: `paddock runtimes list` shows it" };

    private static Command List(SessionRunner runner)
    {
        PageOptions pages = new();
        Command command = new("list", "List the runtimes, the newest first");
        pages.AddTo(command);
        command.SetAction(runner.Action((session, cancellationToken) => pages.PrintAsync<Runtime>(
            session,
            "runtimes",
            (limit, after) => session.Client.Runtimes.ListPageAsync(new ListParameters { Limit = limit, StartingAfter = after }, cancellationToken: cancellationToken),
            runtimes => Print(session, runtimes),
            cancellationToken)));
        return command;
    }

    private static void Print(Session session, IReadOnlyList<Runtime> runtimes)
    {
        if (runtimes.Count == 0)
        {
            session.Printer.Say("there are no runtimes; `paddock runtimes create requirements.txt` makes one");
            return;
        }

        Table table = new("ID", "LANGUAGE", "STATUS", "REVISION", "NAME");
        foreach (Runtime runtime in runtimes)
        {
            table.Add(runtime.Id, runtime.Language, runtime.Status, runtime.RevisionId, runtime.Name);
        }

        table.Print(session.Printer, session.Console.IsOutputTerminal ? session.Console.Width() : null);
    }

    private static Command Delete(SessionRunner runner)
    {
        Argument<string> id = Id();
        Command command = new("delete", "Delete a runtime with all its revisions; nothing can run on them from then on") { id };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            Deleted deleted = await session.Client.Runtimes.DeleteAsync(session.Parsed.GetRequiredValue(id), cancellationToken: cancellationToken);
            session.PrintId(deleted.Id, $"deleted runtime {deleted.Id}");
            return ExitCodes.Success;
        }));
        return command;
    }
}
