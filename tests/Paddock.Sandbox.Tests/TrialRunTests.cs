using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Sandbox.Tests;

public sealed class TrialRunTests
{
    [Theory]
    [InlineData(Language.Python)]
    [InlineData(Language.JavaScript)]
    [InlineData(Language.TypeScript)]
    public void Trial_ThatReturnsItsInput_HasPassed(Language language)
    {
        ExecutionJob trial = TrialRun.In(language, new ExecutionsOptions());

        TrialRun.Judge(Returned(trial.Input)).ShouldBeNull();
    }

    [Fact]
    public void Trial_ThatReturnsSomethingElse_HasFailed() =>
        TrialRun.Judge(Returned("{}"u8.ToArray())).ShouldBe("a trial call ended with Exited, exit code 0");

    [Fact]
    public void Trial_ThatEndsWithoutAResult_SaysWhatItPrinted() =>
        TrialRun.Judge(new SandboxOutcome
        {
            Ending = Ending.Exited,
            ExitCode = 70,
            Stderr = new CapturedStream(Encoding.UTF8.GetBytes("no such library\n"), 0),
        }).ShouldBe("a trial call ended with Exited, exit code 70: no such library");

    private static SandboxOutcome Returned(ReadOnlyMemory<byte> output) => new()
    {
        Ending = Ending.Exited,
        HasResult = true,
        OutputStatus = OutputStatus.Valid,
        Output = output,
    };
}
