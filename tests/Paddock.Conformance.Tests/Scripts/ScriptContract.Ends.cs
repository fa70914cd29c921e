using System.Diagnostics;
using System.Text;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

/// <summary>What a script prints, and how it ends.</summary>
public abstract partial class ScriptContract
{
    private const int StdoutCap = 20 << 20;

    /// <summary>Prints <c>out</c> to stdout and <c>err</c> to stderr, one line each.</summary>
    protected abstract string PrintsToBoth { get; }

    /// <summary>Writes 21 MiB to stdout.</summary>
    protected abstract string Floods { get; }

    /// <summary>Prints <c>before</c> and leaves with exit code 3.</summary>
    protected abstract string ExitsWithThree { get; }

    /// <summary>In its second line, raises an error that says <c>no such luck</c>, and catches nothing.</summary>
    protected abstract string Raises { get; }

    /// <summary>The exit code of that.</summary>
    protected virtual int ExitCodeOfAnError => 1;

    /// <summary>Is not the language: something is open at its end.</summary>
    protected abstract string DoesNotParse { get; }

    /// <summary>What the interpreter calls that.</summary>
    protected abstract string SyntaxComplaint { get; }

    /// <summary>Prints <c>main</c> and leaves <c>hook</c> to be printed by an exit hook.</summary>
    protected abstract string HasAnExitHook { get; }

    /// <summary>Prints <c>early</c>; what the language waits for at its end then takes 0.2 s and prints <c>late</c>.</summary>
    protected abstract string FinishesLate { get; }

    /// <summary>Starts a child that sleeps for a minute, prints <c>done</c> and does not wait for it.</summary>
    protected abstract string LeavesAChild { get; }

    /// <summary>Prints <c>before</c>, flushed, and then computes without end.</summary>
    protected abstract string NeverEnds { get; }

    /// <summary>Fills 512 MiB.</summary>
    protected abstract string EatsMemory { get; }

    /// <summary>Sends itself SIGKILL.</summary>
    protected abstract string KillsItself { get; }

    /// <summary>Prints <c>there</c> if <c>/tmp/mark</c> exists, else <c>new</c>; then makes it.</summary>
    protected abstract string LeavesAMark { get; }

    /// <summary>Asks for <c>http://paddock.invalid/</c> and catches nothing.</summary>
    protected abstract string AsksTheNetwork { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_ToBothStreams_StayApart()
    {
        var answer = await RunAsync(PrintsToBoth);

        answer.ShouldExit(0).ShouldPrint("out\n").Stderr.ShouldBe("err\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdout_OverItsCap_IsCutAndSaysSo()
    {
        var answer = await RunAsync(Floods);

        answer.ExitCode.ShouldBe(0);
        Encoding.UTF8.GetByteCount(answer.Stdout).ShouldBe(StdoutCap);
        answer.LastStderrLine.ShouldStartWith("paddock: stdout was cut");
        answer.TerminationReason.ShouldBe("output_limit");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exit_WithACode_IsThatCodeAndNoWordOfOurs() => (await RunAsync(ExitsWithThree)).ShouldExit(3).ShouldPrint("before\n").Stderr.ShouldBeEmpty();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Error_NotCaught_IsToldInTheLanguagesForm() =>
        (await RunAsync(Raises)).ShouldExit(ExitCodeOfAnError).ShouldPrint("").ShouldSay("no such luck", SourceFile, "2").ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Code_ThatDoesNotParse_IsASyntaxError() =>
        (await RunAsync(DoesNotParse)).ShouldExit(ExitCodeOfAnError).ShouldPrint("").ShouldSay(SyntaxComplaint, SourceFile).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ExitHooks_Run() => (await RunAsync(HasAnExitHook)).ShouldSucceed("main\nhook\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task WhatTheLanguageWaitsFor_IsWaitedFor()
    {
        var answer = await RunAsync(FinishesLate);

        answer.ShouldSucceed("early\nlate\n").Duration.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Child_LeftBehind_HoldsNothingUp()
    {
        var clock = Stopwatch.StartNew();

        (await RunAsync(LeavesAChild)).ShouldExit(0).ShouldPrint("done\n");

        clock.Elapsed.ShouldBeLessThan(Prompt);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Time_OverTheLimit_KeepsWhatWasPrinted() =>
        (await RunAsync(Call(NeverEnds) with { Timeout = 2 })).ShouldBeKilled(124, "timeout").ShouldPrint("before\n").ShouldSay("limits.execution_timeout");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Memory_OverTheLimit_IsTold() =>
        (await RunAsync(Call(EatsMemory) with { Memory = 64 })).ShouldBeKilled(137, "memory").ShouldSay("64 MiB", "limits.memory_size");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Signal_ThatKills_IsTold() => (await RunAsync(KillsItself)).ShouldBeKilled(137, "signal").ShouldSay("SIGKILL");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Files_OfOneRun_AreGoneInTheNext()
    {
        (await RunAsync(LeavesAMark)).ShouldSucceed("new\n");
        (await RunAsync(LeavesAMark)).ShouldSucceed("new\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Network_WithoutAGrant_IsNotThere()
    {
        var answer = await RunAsync(AsksTheNetwork);

        answer.ExitCode.ShouldBeGreaterThan(0, answer.ToString());
        answer.Stderr.ShouldNotBeNullOrWhiteSpace();
    }
}
