using Paddock.Contracts.Errors;
using Paddock.Contracts.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Executions;

/// <summary>Turns the facts of an ended execution into the answer. Pure.</summary>
internal sealed class ResponseMapper(ExecutionsOptions options)
{
    // What a shell reports for timeout(1), and for a process that was killed.
    private const int TimeoutExitCode = 124;
    private const int KilledExitCode = 137;
    private const int SignalExitCode = 128;

    private static readonly byte[] _null = "null"u8.ToArray();

    public ExecutionAnswer Map(ExecutionJob execution, SandboxOutcome outcome, GrantReport network) => outcome.Ending switch
    {
        Ending.Busy => ExecutionAnswer.Of(new Rejection(
            StatusCode.ResourceExhausted,
            "every cell is taken and the queue is full; try again after the time in the Retry-After header")
        {
            RetryAfter = outcome.RetryAfter,
        }),
        Ending.NoRoom => ExecutionAnswer.Of(new Rejection(
            StatusCode.ResourceExhausted,
            "answers that other callers have not read yet fill the server's memory for them, so this run was ended; try again after the time in the Retry-After header, print and return less, or raise Paddock__Sandbox__MaxAnswerBytes on the server")
        {
            RetryAfter = outcome.RetryAfter,
        }),
        Ending.SandboxFailed => ExecutionAnswer.Of(new Rejection(
            StatusCode.Internal,
            $"internal error; look up execution {execution.Id} in the server's log")),
        _ => ExecutionAnswer.Of(Reply(execution, outcome, network)),
    };

    /// <summary>What the record has of an execution whose caller got no answer.</summary>
    /// <param name="id">ULID of the execution.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="reason">Why there is none, as a sentence.</param>
    public static ExecutionReply Unanswered(string id, TimeSpan duration, string reason) => new()
    {
        Id = id,
        Output = _null,
        OutputStatus = OutputStatus.Error,
        ExitCode = KilledExitCode,
        Stdout = default,
        Stderr = default,
        Notes = $"paddock: {reason}\n",
        DurationMilliseconds = Math.Max(0, (long)Math.Ceiling(duration.TotalMilliseconds)),
        TerminationReason = TerminationReasons.Cancelled,
    };

    private ExecutionReply Reply(ExecutionJob execution, SandboxOutcome outcome, GrantReport network)
    {
        bool returned = outcome.Ending == Ending.Exited && outcome.HasResult;
        bool cut = outcome.Stdout.DroppedBytes > 0 || outcome.Stderr.DroppedBytes > 0;
        return new ExecutionReply
        {
            Id = execution.Id,
            Output = returned && !outcome.Output.IsEmpty ? outcome.Output : _null,
            OutputStatus = returned ? outcome.OutputStatus : OutputStatus.Error,
            ExitCode = ExitCode(outcome),
            Stdout = Utf8Text.Repair(outcome.Stdout.Bytes),
            Stderr = Utf8Text.Repair(outcome.Stderr.Bytes),
            Notes = new ResponseNotes(options).Write(execution, outcome, network),
            DurationMilliseconds = Math.Max(0, (long)Math.Ceiling(outcome.Duration.TotalMilliseconds)),
            TerminationReason = Reason(outcome.Ending, cut),
        };
    }

    private static int ExitCode(SandboxOutcome outcome) => outcome.Ending switch
    {
        Ending.Exited => outcome.ExitCode & 0xFF,
        Ending.Timeout => TimeoutExitCode,
        Ending.Memory => KilledExitCode,
        Ending.Signal => SignalExitCode + (outcome.Signal & 0x7F),
        _ => 1,
    };

    private static string Reason(Ending ending, bool cut) => ending switch
    {
        Ending.Timeout => TerminationReasons.Timeout,
        Ending.Memory => TerminationReasons.Memory,
        Ending.Signal => TerminationReasons.Signal,
        Ending.OutputTooLarge => TerminationReasons.OutputLimit,
        _ => cut ? TerminationReasons.OutputLimit : TerminationReasons.Exited,
    };
}
