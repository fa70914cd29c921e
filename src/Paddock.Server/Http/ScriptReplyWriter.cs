using System.Globalization;
using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Server.Http;

/// <summary>Writes the answer of an executed script straight from the sandbox's bytes.</summary>
internal static class ScriptReplyWriter
{
    private static readonly byte[] _beforeStderr = "\",\"stderr\":\""u8.ToArray();

    public static ValueTask WriteAsync(HttpResponse response, ExecutionReply reply, CancellationToken cancellationToken)
    {
        // The names and numbers in between are ASCII without anything to escape.
        byte[] beforeStdout = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{{\"id\":\"{reply.Id}\",\"exit_code\":{reply.ExitCode},\"stdout\":\""));
        byte[] end = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"\",\"duration\":{reply.DurationMilliseconds},\"termination_reason\":\"{reply.TerminationReason}\"}}"));
        return ReplyParts.WriteAsync(
            response,
            [(beforeStdout, false), (reply.Stdout, true), (_beforeStderr, false), (reply.Stderr, true), (Encoding.UTF8.GetBytes(reply.Notes), true), (end, false)],
            cancellationToken);
    }
}
