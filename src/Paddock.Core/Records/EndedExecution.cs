using Paddock.Core.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Records;

/// <summary>All that a record is made of. The bytes of request and reply belong to others, and are good only until the answer is written.</summary>
/// <param name="Origin">Where it came from.</param>
/// <param name="Language">What its code was written in.</param>
/// <param name="StartedAt">When it was taken up.</param>
/// <param name="Hosts">What it might reach, with every credential complete.</param>
/// <param name="Reply">What the caller gets.</param>
/// <param name="Network">What it did over the network.</param>
internal sealed record EndedExecution(
    ExecutionOrigin Origin, Language Language, DateTimeOffset StartedAt, IReadOnlyList<AllowedHost> Hosts, ExecutionReply Reply, GrantReport Network)
{
    /// <summary>Bytes of request and reply.</summary>
    public long Size => (long)Origin.Body.Length + ReplySize;

    /// <summary>Bytes of the reply.</summary>
    public long ReplySize => (long)Reply.Output.Length + Reply.Stdout.Length + Reply.Stderr.Length + Reply.Notes.Length;
}
