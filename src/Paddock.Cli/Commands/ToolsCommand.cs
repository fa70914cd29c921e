using System.CommandLine;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Client.Paging;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Tools;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock tools</c>: functions that the server keeps.</summary>
internal static class ToolsCommand
{
    public static Command Create(SessionRunner runner) => new("tools", "Functions that the server keeps and that are called by their ids")
    {
        ToolWriteCommands.Create(runner),
        List(runner),
        Get(runner),
        ToolWriteCommands.Update(runner),
        ToolExecCommand.Create(runner),
        Delete(runner),
    };

    public static Argument<string> Id() => new("id") { HelpName = "ID", Description = "The id of the tool: `paddock tools list` shows it" };

    private static Command List(SessionRunner runner)
    {
        PageOptions pages = new();
        Command command = new("list", "List the tools, the newest first");
        pages.AddTo(command);
        command.SetAction(runner.Action((session, cancellationToken) => pages.PrintAsync<Tool>(
            session,
            "tools",
            (limit, after) => session.Client.Tools.ListPageAsync(new ListParameters { Limit = limit, StartingAfter = after }, cancellationToken: cancellationToken),
            tools => Print(session, tools),
            cancellationToken)));
        return command;
    }

    private static void Print(Session session, IReadOnlyList<Tool> tools)
    {
        if (tools.Count == 0)
        {
            session.Printer.Say("there are no tools; `paddock tools create FILE` makes one");
            return;
        }

        Table table = new("ID", "NAME", "LANGUAGE", "REVISION", "DESCRIPTION");
        foreach (Tool tool in tools)
        {
            table.Add(tool.Id, tool.Name, tool.Language, tool.RevisionId, tool.Description);
        }

        table.Print(session.Printer, session.Console.IsOutputTerminal ? session.Console.Width() : null);
    }

    private static Command Get(SessionRunner runner)
    {
        Argument<string> id = Id();
        Option<bool> code = new("--code") { Description = "Print its code and nothing else" };
        Command command = new("get", "Show a tool with its schema and its code") { id, code };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            Tool tool = await session.Client.Tools.GetAsync(session.Parsed.GetRequiredValue(id), cancellationToken: cancellationToken);
            if (session.Json)
            {
                session.PrintAnswer();
            }
            else if (session.Parsed.GetValue(code))
            {
                session.Printer.Stdout(tool.Code);
            }
            else
            {
                Print(session, tool);
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    private static void Print(Session session, Tool tool)
    {
        new Fields()
            .Add("id", tool.Id)
            .Add("name", tool.Name)
            .Add("language", tool.Language)
            .Add("revision", tool.RevisionId)
            .Add("runtime", tool.RuntimeRevisionId)
            .Add("description", tool.Description)
            .Print(session.Printer);
        session.Printer.Section("input schema", PrettyJson.Write(tool.InputSchema));
        session.Printer.Section("code", tool.Code);
    }

    private static Command Delete(SessionRunner runner)
    {
        Argument<string> id = Id();
        Command command = new("delete", "Delete a tool with all its revisions") { id };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            Deleted deleted = await session.Client.Tools.DeleteAsync(session.Parsed.GetRequiredValue(id), cancellationToken: cancellationToken);
            session.PrintId(deleted.Id, $"deleted tool {deleted.Id}");
            return ExitCodes.Success;
        }));
        return command;
    }
}
