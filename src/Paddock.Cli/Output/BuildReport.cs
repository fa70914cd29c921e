using Paddock.Cli.Hosting;
using Paddock.Contracts.Runtimes;

namespace Paddock.Cli.Output;

/// <summary>Waits for a build and shows its log while it grows.</summary>
internal static class BuildReport
{
    /// <param name="session">The command.</param>
    /// <param name="runtimeId">The runtime.</param>
    /// <param name="revisionId">Its revision.</param>
    /// <param name="print">Prints a piece of the log. With <c>--json</c> it is not called: the last answer has all of it.</param>
    /// <param name="cancellationToken">Ends the waiting; the build goes on.</param>
    /// <returns>0 when it has succeeded, <see cref="ExitCodes.NotBuilt"/> when not.</returns>
    public static async Task<int> FollowAsync(Session session, string runtimeId, string revisionId, Action<string> print, CancellationToken cancellationToken)
    {
        try
        {
            Listener listener = new(session, print);
            Revision revision = await session.Client.Runtimes.Revisions.WaitAsync(runtimeId, revisionId, listener, cancellationToken: cancellationToken).ConfigureAwait(false);
            return End(session, revision);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.Printer.Say($"interrupted; the build goes on: `paddock runtimes cancel {runtimeId} {revisionId}` ends it");
            return ExitCodes.Interrupted;
        }
    }

    private static int End(Session session, Revision revision)
    {
        bool isBuilt = revision.Status == RevisionStatuses.Succeeded;
        if (session.Json)
        {
            session.PrintAnswer();
        }
        else
        {
            session.Printer.Say(isBuilt
                ? $"revision {revision.Id} succeeded; use it: --runtime-revision {revision.Id}"
                : $"revision {revision.Id} is {revision.Status}; why stands at the end of its log");
        }

        return isBuilt ? ExitCodes.Success : ExitCodes.NotBuilt;
    }

    /// <summary>Not <see cref="Progress{T}"/>, which would print when it likes.</summary>
    private sealed class Listener(Session session, Action<string> print) : IProgress<Revision>
    {
        private readonly GrowingText _log = new();

        public void Report(Revision value)
        {
            session.KeepLastAnswer();
            if (!session.Json)
            {
                print(_log.Next(value.BuildLog ?? ""));
            }
        }
    }
}
