using System.Globalization;
using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Server.Http;

/// <summary>Writes the answer of an executed function straight from the sandbox's bytes.</summary>
internal static class FunctionReplyWriter
{
    private static readonly byte[] _beforeOutput = "{\"output\":"u8.ToArray();
    private static readonly byte[] _beforeStderr = "\",\"stderr\":\""u8.ToArray();

    public static async ValueTask WriteAsync(HttpResponse response, ExecutionReply reply, CancellationToken cancellationToken)
    {
        // The names and numbers in between are ASCII without anything to escape.
        byte[] beforeStdout = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $",\"output_status\":\"{NameOf(reply.OutputStatus)}\",\"execution\":{{\"id\":\"{reply.Id}\",\"exit_code\":{reply.ExitCode},\"stdout\":\""));
        byte[] end = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"\",\"duration\":{reply.DurationMilliseconds},\"termination_reason\":\"{reply.TerminationReason}\"}}}}"));
        (ReadOnlyMemory<byte> Bytes, bool IsText)[] parts =
        [
            (_beforeOutput, false),
            (reply.Output, false),
            (beforeStdout, false),
            (reply.Stdout, true),
            (_beforeStderr, false),
            (reply.Stderr, true),
            (Encoding.UTF8.GetBytes(reply.Notes), true),
            (end, false),
        ];
        await ReplyParts.WriteAsync(response, parts, cancellationToken);
    }

    private static string NameOf(OutputStatus status) => status switch
    {
        OutputStatus.Valid => "valid",
        OutputStatus.JsonSerializationError => "json_serialization_error",
        _ => "error",
    };
}
