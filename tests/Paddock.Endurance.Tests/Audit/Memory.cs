using System.Globalization;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Audit;

/// <summary>Memory and threads of the server and of its jails with their templates and ready cells.</summary>
internal static class Memory
{
    /// <summary>Threads of a pool come and go by minutes.</summary>
    private const int ThreadSlack = 24;

    /// <param name="server">The server.</param>
    /// <param name="slackKiB">By how much the server's memory may grow.</param>
    public static IEnumerable<Holding> Holdings(ServerProcess server, long slackKiB)
    {
        var pid = server.ServerPid();
        var jails = server.Jails();
        yield return new Holding("threads of the server", Threads(pid), ThreadSlack);
        yield return new Holding("threads of all below it", ProcessTable.DescendantsOf(pid).Sum(process => Threads(process.Pid)), ThreadSlack);
        yield return new Holding("memory of the server, KiB", AnonymousKiB(pid), slackKiB);

        // C without a heap that grows: a page more is a page too much, but for the first use of a buffer.
        yield return new Holding("memory of its jails, KiB", jails.Sum(jail => AnonymousKiB(jail.Pid)), 256);
    }

    public static long OfServerKiB(ServerProcess server) => AnonymousKiB(server.ServerPid());

    private static long Threads(int pid) => Field($"/proc/{pid}/status", "Threads:");

    /// <summary>Without the pages of files, which the kernel takes and gives as it likes.</summary>
    private static long AnonymousKiB(int pid) => Field($"/proc/{pid}/smaps_rollup", "Anonymous:");

    private static long Field(string path, string name)
    {
        var line = (ProcessTable.TryReadText(path) ?? "").Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
