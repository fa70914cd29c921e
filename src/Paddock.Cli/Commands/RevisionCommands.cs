using System.CommandLine;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Contracts.Runtimes;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock runtimes revisions</c>, <c>log</c> and <c>cancel</c>.</summary>
internal static class RevisionCommands
{
    public static Argument<string?> Id(string description) => new("revision") { HelpName = "REVISION", Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>A revision; the runtime's newest when none is named.</summary>
    public static async Task<Revision> GetAsync(Session session, string runtimeId, string? revisionId, CancellationToken cancellationToken) =>
        await session.Client.Runtimes.Revisions.GetAsync(
            runtimeId, await ResolveAsync(session, runtimeId, revisionId, cancellationToken).ConfigureAwait(false), cancellationToken: cancellationToken).ConfigureAwait(false);

    public static Command List(SessionRunner runner)
    {
        Argument<string> id = RuntimesCommand.Id();
        Command command = new("revisions", "List the revisions of a runtime, the newest first") { id };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            RevisionList list = await session.Client.Runtimes.Revisions.ListAsync(session.Parsed.GetRequiredValue(id), cancellationToken: cancellationToken);
            if (session.Json)
            {
                session.PrintAnswer();
                return ExitCodes.Success;
            }

            Table table = new("ID", "STATUS", "PACKAGES");
            foreach (Revision revision in list.Revisions)
            {
                table.Add(revision.Id, revision.Status, revision.ManifestFile.Contents);
            }

            table.Print(session.Printer, session.Console.IsOutputTerminal ? session.Console.Width() : null);
            return ExitCodes.Success;
        }));
        return command;
    }

    public static Command Log(SessionRunner runner)
    {
        Argument<string> id = RuntimesCommand.Id();
        Argument<string?> revisionId = Id("The revision. Default: the newest");
        Option<bool> follow = new("--follow", "-f") { Description = "Wait for the build and show its log while it grows; ends with 1 when it did not succeed" };
        Command command = new("log", "Print what the build of a revision has said so far") { id, revisionId, follow };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            string runtimeId = session.Parsed.GetRequiredValue(id);
            if (session.Parsed.GetValue(follow))
            {
                string followed = await ResolveAsync(session, runtimeId, session.Parsed.GetValue(revisionId), cancellationToken);
                return await BuildReport.FollowAsync(session, runtimeId, followed, session.Printer.Stdout, cancellationToken);
            }

            Revision revision = await GetAsync(session, runtimeId, session.Parsed.GetValue(revisionId), cancellationToken);
            Print(session, revision);
            return ExitCodes.Success;
        }));
        return command;
    }

    public static Command Cancel(SessionRunner runner)
    {
        Argument<string> id = RuntimesCommand.Id();
        Argument<string?> revisionId = Id("The revision. Default: the newest");
        Command command = new("cancel", "Give up the build of a revision that waits or is being built") { id, revisionId };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            string runtimeId = session.Parsed.GetRequiredValue(id);
            string resolved = await ResolveAsync(session, runtimeId, session.Parsed.GetValue(revisionId), cancellationToken);
            Revision revision = await session.Client.Runtimes.Revisions.CancelAsync(runtimeId, resolved, cancellationToken: cancellationToken);
            session.PrintId(revision.Id, $"revision {revision.Id} is {revision.Status}");
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<string> ResolveAsync(Session session, string runtimeId, string? revisionId, CancellationToken cancellationToken) =>
        revisionId ?? (await session.Client.Runtimes.GetAsync(runtimeId, cancellationToken: cancellationToken).ConfigureAwait(false)).RevisionId;

    private static void Print(Session session, Revision revision)
    {
        if (session.Json)
        {
            session.PrintAnswer();
        }
        else if (string.IsNullOrEmpty(revision.BuildLog))
        {
            session.Printer.Say($"revision {revision.Id} is {revision.Status}, and its log is empty");
        }
        else
        {
            session.Printer.Stdout(revision.BuildLog);
        }
    }
}
