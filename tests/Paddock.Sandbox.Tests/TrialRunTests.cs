using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Sandbox.Tests;

public sealed class TrialRunTests
{
    private static readonly ExecutionJob _function = TrialRun.In(Language.Python, new ExecutionsOptions());

    [Theory]
    [InlineData(Language.Python)]
    [InlineData(Language.JavaScript)]
    [InlineData(Language.TypeScript)]
    public void Trial_ThatReturnsItsInput_HasPassed(Language language)
    {
        ExecutionJob trial = TrialRun.In(language, new ExecutionsOptions());

        TrialRun.Judge(trial, Returned(trial.Input)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Language.Ruby)]
    [InlineData(Language.Php)]
    public void Trial_ThatPrintsItsStdin_HasPassed(Language language)
    {
        ExecutionJob trial = TrialRun.In(language, new ExecutionsOptions());

        TrialRun.Judge(trial, Printed(trial.Script.ShouldNotBeNull().Stdin)).ShouldBeNull();
    }

    [Fact]
    public void Trial_OfAScriptThatPrintsSomethingElse_HasFailed() =>
        TrialRun.Judge(TrialRun.In(Language.Ruby, new ExecutionsOptions()), Printed("{}"u8.ToArray())).ShouldBe("a trial call ended with Exited, exit code 0");

    [Fact]
    public void Trial_ThatReturnsSomethingElse_HasFailed() =>
        TrialRun.Judge(_function, Returned("{}"u8.ToArray())).ShouldBe("a trial call ended with Exited, exit code 0");

    [Fact]
    public void Trial_ThatEndsWithoutAResult_SaysWhatItPrinted() =>
        TrialRun.Judge(_function, new SandboxOutcome
        {
            Ending = Ending.Exited,
            ExitCode = 70,
            Stderr = new CapturedStream(Encoding.UTF8.GetBytes("no such library\n"), 0),
        }).ShouldBe("a trial call ended with Exited, exit code 70: no such library");

    private static SandboxOutcome Printed(ReadOnlyMemory<byte> stdout) =>
        new() { Ending = Ending.Exited, Stdout = new CapturedStream(stdout, 0) };

    private static SandboxOutcome Returned(ReadOnlyMemory<byte> output) => new()
    {
        Ending = Ending.Exited,
        HasResult = true,
        OutputStatus = OutputStatus.Valid,
        Output = output,
    };
}
