using System.CommandLine;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Contracts.Runtimes;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock runtimes get</c>: a runtime, or one of its revisions.</summary>
internal static class RuntimeGetCommand
{
    public static Command Create(SessionRunner runner)
    {
        Argument<string> id = RuntimesCommand.Id();
        Argument<string?> revisionId = RevisionCommands.Id("One of its revisions, to show that instead");
        Option<bool> newest = new("--newest") { Description = "Print the id of its newest revision and nothing else" };
        Option<bool> locked = new("--lock") { Description = "Print the lock of the revision, by default the newest, and nothing else: as a manifest it gives the same packages again" };
        Command command = new("get", "Show a runtime with its packages, or one of its revisions") { id, revisionId, newest, locked };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            string runtimeId = session.Parsed.GetRequiredValue(id);
            if (session.Parsed.GetValue(locked) || session.Parsed.GetValue(revisionId) is not null)
            {
                Revision revision = await RevisionCommands.GetAsync(session, runtimeId, session.Parsed.GetValue(revisionId), cancellationToken);
                return session.Parsed.GetValue(locked) ? PrintLock(session, revision) : Print(session, () => Print(session, revision));
            }

            Runtime runtime = await session.Client.Runtimes.GetAsync(runtimeId, cancellationToken: cancellationToken);
            return Print(session, session.Parsed.GetValue(newest)
                ? () => session.Printer.Line(TerminalText.OneLine(runtime.RevisionId))
                : () => Print(session, runtime));
        }));
        return command;
    }

    private static int Print(Session session, Action print)
    {
        if (session.Json)
        {
            session.PrintAnswer();
        }
        else
        {
            print();
        }

        return ExitCodes.Success;
    }

    private static void Print(Session session, Runtime runtime)
    {
        new Fields()
            .Add("id", runtime.Id)
            .Add("name", runtime.Name)
            .Add("language", runtime.Language)
            .Add("engine", runtime.Engine)
            .Add("revision", runtime.RevisionId)
            .Add("status", runtime.Status)
            .Print(session.Printer);
        Print(session, runtime.ManifestFile, runtime.AdditionalPythonImports);
    }

    private static void Print(Session session, Revision revision)
    {
        new Fields()
            .Add("id", revision.Id)
            .Add("runtime", revision.RuntimeId)
            .Add("status", revision.Status)
            .Print(session.Printer);
        Print(session, revision.ManifestFile, revision.AdditionalPythonImports);
    }

    private static void Print(Session session, ManifestFile? manifest, string? imports)
    {
        session.Printer.Section(TerminalText.OneLine(manifest?.Name ?? ""), manifest?.Contents);
        session.Printer.Section("imports", imports);
    }

    private static int PrintLock(Session session, Revision revision)
    {
        if (revision.LockFile is null)
        {
            session.Printer.Say($"revision {revision.Id} is {revision.Status}, and only one that has succeeded has a lock");
            return ExitCodes.NotBuilt;
        }

        return Print(session, () => session.Printer.Stdout(revision.LockFile.Contents));
    }
}
