using System.Text;
using Paddock.Contracts.Errors;
using Paddock.Core.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Tests.Executions;

public sealed class ResponseMapperTests
{
    private const int MiB = 1024 * 1024;

    private static readonly ExecutionJob _execution = new()
    {
        Id = "01ARYZ6S41TSV4RRFFQ69G5FAV",
        Language = Language.Python,
        Code = "c",
        Input = "null"u8.ToArray(),
        Limits = new ExecutionLimits(TimeSpan.FromSeconds(2), 64 * MiB),
    };

    private static readonly ExecutionJob _script = _execution with { Input = default, Script = new ScriptInput([], default) };

    [Theory]
    [InlineData(OutputStatus.Valid, 0)]
    [InlineData(OutputStatus.JsonSerializationError, 0)]
    [InlineData(OutputStatus.Error, 1)]
    public void Exited_WithResult_KeepsStatusExitCodeAndOutput(OutputStatus status, int exitCode)
    {
        ExecutionReply reply = Reply(new SandboxOutcome
        {
            Ending = Ending.Exited,
            HasResult = true,
            OutputStatus = status,
            ExitCode = exitCode,
            Output = "[1]"u8.ToArray(),
            Stdout = Captured("out"),
            Stderr = Captured("err"),
        });
        (reply.OutputStatus, reply.ExitCode, Text(reply.Output), reply.TerminationReason).ShouldBe((status, exitCode, "[1]", "exited"));
        (Text(reply.Stdout), Text(reply.Stderr), reply.Notes).ShouldBe(("out", "err", ""));
    }

    [Fact]
    public void Exited_WithEmptyOutput_IsNull() =>
        Text(Reply(new SandboxOutcome { Ending = Ending.Exited, HasResult = true, OutputStatus = OutputStatus.Valid }).Output).ShouldBe("null");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Script_ThatExited_IsLeftToSpeakForItself(int exitCode)
    {
        ExecutionReply reply = Reply(_script, new SandboxOutcome { Ending = Ending.Exited, ExitCode = exitCode });

        (reply.ExitCode, reply.TerminationReason, reply.Notes).ShouldBe((exitCode, "exited", ""));
    }

    [Theory]
    [InlineData(Ending.BrokenResult)]
    [InlineData(Ending.OutputTooLarge)]
    public void Script_ThatWroteToTheJobSocket_IsToldNotTo(Ending ending)
    {
        ExecutionReply reply = Reply(_script, new SandboxOutcome { Ending = ending });

        reply.ExitCode.ShouldBe(1);
        reply.Notes.ShouldBe("paddock: killed: it wrote to descriptor 3, which is Paddock's own; what a script has to say goes to stdout\n");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(255, 255)]
    [InlineData(256, 0)]
    [InlineData(-1, 255)]
    [InlineData(int.MinValue + 3, 3)]
    public void Exited_AnyExitCode_IsMasked(int exitCode, int shown) =>
        Reply(new SandboxOutcome { Ending = Ending.Exited, HasResult = true, ExitCode = exitCode }).ExitCode.ShouldBe(shown);

    [Fact]
    public void Exited_WithoutResult_IsAnErrorWithNullOutput()
    {
        ExecutionReply reply = Reply(new SandboxOutcome
        {
            Ending = Ending.Exited,
            ExitCode = 3,
            OutputStatus = OutputStatus.Valid,
            Output = "[1]"u8.ToArray(),
            Stderr = Captured("why"),
        });
        (reply.OutputStatus, reply.ExitCode, Text(reply.Output), reply.TerminationReason, reply.Notes).ShouldBe((OutputStatus.Error, 3, "null", "exited", ""));
    }

    [Theory]
    [InlineData(false, OutputStatus.Valid)]
    [InlineData(false, OutputStatus.Error)]
    [InlineData(true, OutputStatus.Error)]
    public void Exited_WithoutReturnAndWithZero_SaysSo(bool hasResult, OutputStatus status) =>
        Reply(new SandboxOutcome { Ending = Ending.Exited, HasResult = hasResult, OutputStatus = status, ExitCode = 256, Stderr = Captured("bye\n") })
            .Notes.ShouldBe("paddock: the process exited before execute returned\n");

    [Fact]
    public void Exited_WithoutResultAndWithoutAWord_NamesTheExitCode() =>
        Reply(new SandboxOutcome { Ending = Ending.Exited, ExitCode = -253 }).Notes.ShouldBe("paddock: the process ended with exit code 3 and without a result\n");

    [Fact]
    public void Timeout_Always_Is124AndNamesTheLimit()
    {
        ExecutionReply reply = Reply(new SandboxOutcome { Ending = Ending.Timeout, Stdout = Captured("so far") });
        (reply.OutputStatus, reply.ExitCode, reply.TerminationReason, Text(reply.Stdout)).ShouldBe((OutputStatus.Error, 124, "timeout", "so far"));
        reply.Notes.ShouldBe("paddock: killed after 2 s: limits.execution_timeout allows no more; a request may raise it up to 300 s\n");
    }

    [Fact]
    public void Memory_Always_Is137AndNamesTheLimit()
    {
        ExecutionReply reply = Reply(new SandboxOutcome { Ending = Ending.Memory });
        (reply.OutputStatus, reply.ExitCode, reply.TerminationReason).ShouldBe((OutputStatus.Error, 137, "memory"));
        reply.Notes.ShouldBe("paddock: killed at 64 MiB of memory: limits.memory_size allows no more; a request may raise it up to 2048 MiB\n");
    }

    [Theory]
    [InlineData(11, 139, "SIGSEGV (signal 11)")]
    [InlineData(31, 159, "SIGSYS (signal 31)")]
    [InlineData(9, 137, "SIGKILL (signal 9)")]
    [InlineData(34, 162, "signal 34")]
    public void Signal_Any_Is128AndMoreAndNamed(int signal, int exitCode, string name)
    {
        ExecutionReply reply = Reply(new SandboxOutcome { Ending = Ending.Signal, Signal = signal });
        (reply.OutputStatus, reply.ExitCode, reply.TerminationReason).ShouldBe((OutputStatus.Error, exitCode, "signal"));
        reply.Notes.ShouldBe($"paddock: killed by {name}\n");
    }

    [Fact]
    public void OutputTooLarge_WithCap_NamesIt()
    {
        ExecutionReply reply = Reply(new SandboxOutcome { Ending = Ending.OutputTooLarge, OutputCapBytes = 32 * MiB });
        (reply.OutputStatus, reply.ExitCode, reply.TerminationReason).ShouldBe((OutputStatus.Error, 1, "output_limit"));
        reply.Notes.ShouldBe("paddock: killed: what execute returned is larger than 32 MiB of JSON, the most a result may be (the operator's limit, Paddock__Sandbox__OutputBytes)\n");
    }

    [Fact]
    public void BrokenResult_Always_IsAnErrorThatSaysSo()
    {
        ExecutionReply reply = Reply(new SandboxOutcome { Ending = Ending.BrokenResult });
        (reply.OutputStatus, reply.ExitCode, reply.TerminationReason).ShouldBe((OutputStatus.Error, 1, "exited"));
        reply.Notes.ShouldBe("paddock: the process sent a broken result; only execute's return value may be sent as one\n");
    }

    [Fact]
    public void CutStreams_AfterAnExit_AreAnOutputLimit()
    {
        ExecutionReply reply = Reply(new SandboxOutcome
        {
            Ending = Ending.Exited,
            HasResult = true,
            OutputStatus = OutputStatus.Valid,
            Stdout = new CapturedStream(new byte[20 * MiB], 12345),
            Stderr = new CapturedStream("1234"u8.ToArray(), 6),
        });
        reply.TerminationReason.ShouldBe("output_limit");
        reply.Notes.ShouldBe("\npaddock: stdout was cut at 20 MiB; 12345 more bytes were dropped (the operator's limit, Paddock__Sandbox__StdoutBytes)\npaddock: stderr was cut at 4 bytes; 6 more bytes were dropped (the operator's limit, Paddock__Sandbox__StderrBytes)\n");
    }

    [Fact]
    public void CutStreams_AfterATimeout_LeaveTheReasonAndComeFirst()
    {
        ExecutionReply reply = Reply(new SandboxOutcome { Ending = Ending.Timeout, Stdout = new CapturedStream(new byte[2048], 1) });
        reply.TerminationReason.ShouldBe("timeout");
        reply.Notes.ShouldStartWith("paddock: stdout was cut at 2 KiB; 1 more bytes were dropped (the operator's limit, Paddock__Sandbox__StdoutBytes)\npaddock: killed after 2 s");
    }

    [Theory]
    [InlineData("", "paddock: ")]
    [InlineData("text", "\npaddock: ")]
    [InlineData("text\n", "paddock: ")]
    public void Notes_AfterAnyText_BeginOnAFreshLineAndEndWithOne(string stderr, string start)
    {
        string notes = Reply(new SandboxOutcome { Ending = Ending.Timeout, Stderr = Captured(stderr) }).Notes;
        notes.ShouldStartWith(start);
        notes.ShouldEndWith("\n");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10_000, 1)]
    [InlineData(10_001, 2)]
    [InlineData(-5, 0)]
    public void Duration_Any_IsRoundedUpToMilliseconds(long ticks, long milliseconds) =>
        Reply(new SandboxOutcome { Ending = Ending.Exited, HasResult = true, Duration = TimeSpan.FromTicks(ticks) }).DurationMilliseconds.ShouldBe(milliseconds);

    [Fact]
    public void Streams_OfValidUtf8_AreNotCopied()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("é😀\0");
        Reply(new SandboxOutcome { Ending = Ending.Exited, HasResult = true, Stdout = new CapturedStream(bytes, 0) }).Stdout.Span.Overlaps(bytes).ShouldBeTrue();
    }

    [Fact]
    public void Streams_OfInvalidUtf8_GetReplacementCharacters()
    {
        byte[] bytes = [(byte)'a', 0xFF, (byte)'b', 0xE2, 0x82];
        Text(Reply(new SandboxOutcome { Ending = Ending.Exited, HasResult = true, Stdout = new CapturedStream(bytes, 0) }).Stdout).ShouldBe("a\uFFFDb\uFFFD");
    }

    [Fact]
    public void Busy_Always_IsRejectedWithTheTimeToWait()
    {
        Rejection rejection = Reject(new SandboxOutcome { Ending = Ending.Busy, RetryAfter = TimeSpan.FromSeconds(3) });
        (rejection.Code, rejection.RetryAfter).ShouldBe((StatusCode.ResourceExhausted, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void NoRoom_Always_IsRejectedWithTheTimeToWaitAndTheSetting()
    {
        Rejection rejection = Reject(new SandboxOutcome { Ending = Ending.NoRoom, RetryAfter = TimeSpan.FromSeconds(5) });
        (rejection.Code, rejection.RetryAfter).ShouldBe((StatusCode.ResourceExhausted, TimeSpan.FromSeconds(5)));
        rejection.Message.ShouldContain("Paddock__Sandbox__MaxAnswerBytes");
    }

    [Fact]
    public void SandboxFailed_Always_NamesTheExecutionAndNotTheFault()
    {
        Rejection rejection = Reject(new SandboxOutcome { Ending = Ending.SandboxFailed, Fault = "jail died" });
        rejection.Code.ShouldBe(StatusCode.Internal);
        rejection.Message.ShouldBe("internal error; look up execution 01ARYZ6S41TSV4RRFFQ69G5FAV in the server's log");
    }

    private static ExecutionReply Reply(SandboxOutcome outcome) => Reply(_execution, outcome);

    private static ExecutionReply Reply(ExecutionJob job, SandboxOutcome outcome)
    {
        ExecutionAnswer answer = new ResponseMapper(new ExecutionsOptions()).Map(job, outcome, GrantReport.Empty);
        answer.Rejection.ShouldBeNull();
        return answer.Reply.ShouldNotBeNull();
    }

    private static Rejection Reject(SandboxOutcome outcome)
    {
        ExecutionAnswer answer = new ResponseMapper(new ExecutionsOptions()).Map(_execution, outcome, GrantReport.Empty);
        answer.Reply.ShouldBeNull();
        return answer.Rejection.ShouldNotBeNull();
    }

    private static CapturedStream Captured(string text) => new(Encoding.UTF8.GetBytes(text), 0);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
