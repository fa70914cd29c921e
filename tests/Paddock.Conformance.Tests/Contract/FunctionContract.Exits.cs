using System.Diagnostics;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>Code that leaves early, dies, or leaves something running behind.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Prints <c>leaving</c> and exits with 3 inside <c>execute</c>.</summary>
    protected abstract string ExitsWith3 { get; }

    /// <summary>Exits with 3 while loading.</summary>
    protected abstract string ExitsWith3AtTopLevel { get; }

    /// <summary>Exits with 0 before it returns.</summary>
    protected abstract string ExitsWith0 { get; }

    /// <summary>Sends itself the signal whose number is the input, then lingers; a survivor returns.</summary>
    protected abstract string KillsItself { get; }

    /// <summary>Aborts in the language's own way.</summary>
    protected abstract string Aborts { get; }

    /// <summary>Leaves something that would run for 20 s more, then returns 1.</summary>
    protected abstract string LeavesWorkRunning { get; }

    /// <summary>The same with a child process that holds stdout open.</summary>
    protected abstract string LeavesAChildRunning { get; }

    /// <summary>Has an exit hook that prints <c>bye</c>; <c>execute</c> prints <c>call</c> and returns 1.</summary>
    protected abstract string HasExitHook { get; }

    /// <summary>Has an exit hook that throws <c>hook failed</c>; returns 1.</summary>
    protected abstract string HasThrowingExitHook { get; }

    /// <summary>Has an exit hook that prints <c>bye</c>, and throws <c>customer 42 is missing</c> in <c>execute</c>.</summary>
    protected abstract string HasExitHookAndThrows { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exit_InExecute_GivesItsCode() => (await RunAsync(ExitsWith3)).ShouldBeError(3).ShouldPrint("leaving\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exit_AtTopLevel_GivesItsCode() => (await RunAsync(ExitsWith3AtTopLevel)).ShouldBeError(3);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exit_WithZeroBeforeReturning_IsNotValid()
    {
        var answer = await RunAsync(ExitsWith0);

        answer.ExitCode.ShouldBe(0, answer.ToString());
        answer.OutputStatus.ShouldBe("error", answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Signal_ToItself_Gives128AndItsNumber(int signal) =>
        (await RunAsync(KillsItself, $"{signal}")).ShouldBeKilled(128 + signal, "signal");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Abort_InExecute_Gives134() => (await RunAsync(Aborts)).ShouldBeKilled(134, "signal");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_LeavesWorkRunning_AnswersAtOnce() => await AnswersAtOnceAsync(LeavesWorkRunning);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_LeavesAChildRunning_AnswersAtOnce() => await AnswersAtOnceAsync(LeavesAChildRunning);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ExitHook_AfterTheCall_RunsAndPrints() =>
        (await RunAsync(HasExitHook)).ShouldBeValid("1").ShouldPrint("call\nbye\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ExitHook_ThatThrows_LeavesTheOutputAlone() =>
        (await RunAsync(HasThrowingExitHook)).ShouldBeValid("1").ShouldSay("hook failed");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ExitHook_AfterAnException_RunsAndPrints() =>
        (await RunAsync(HasExitHookAndThrows)).ShouldBeError(1).ShouldPrint("bye\n").ShouldSay("customer 42 is missing");

    private async Task AnswersAtOnceAsync(string code)
    {
        var clock = Stopwatch.StartNew();

        var answer = await RunAsync(code);

        answer.ShouldBeValid("1");
        clock.Elapsed.ShouldBeLessThan(Prompt);
        answer.Duration.ShouldBeLessThan((long)Prompt.TotalMilliseconds);
    }
}
