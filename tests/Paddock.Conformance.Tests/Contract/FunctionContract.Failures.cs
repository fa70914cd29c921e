using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>Code that throws, does not parse, or has no <c>execute</c>: HTTP 200, and stderr says what a developer needs.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Prints <c>before</c>, then on line 4 of the source throws an error that says <c>customer 42 is missing</c>.</summary>
    protected abstract string ThrowsOnLine4 { get; }

    /// <summary><c>execute</c> on line 5 calls a helper that throws on line 2.</summary>
    protected abstract string ThrowsInAHelper { get; }

    /// <summary>Throws <c>outer failure</c> caused by <c>inner failure</c>.</summary>
    protected abstract string ThrowsChained { get; }

    /// <summary>Throws on line 2 while loading.</summary>
    protected abstract string ThrowsAtTopLevel { get; }

    /// <summary>Throws after an await, on line 4.</summary>
    protected abstract string ThrowsInAsync { get; }

    /// <summary>Throws an error whose own message throws when it is asked for.</summary>
    protected abstract string ThrowsUnprintable { get; }

    /// <summary>Does not parse because of line 2.</summary>
    protected abstract string SyntaxError { get; }

    /// <summary>Prints <c>loaded</c>; has no <c>execute</c>.</summary>
    protected abstract string NoExecute { get; }

    /// <summary><c>execute</c> is the number 5.</summary>
    protected abstract string ExecuteIsANumber { get; }

    /// <summary>Recursion without end; the error's name is <see cref="RecursionErrorName"/>.</summary>
    protected abstract string EndlessRecursion { get; }

    protected abstract string RecursionErrorName { get; }

    /// <summary>Recursion through native code, made as deep as the language allows.</summary>
    protected abstract string NativeRecursion { get; }

    /// <summary>How a traceback names a line of the user's source.</summary>
    protected abstract string Line(int number);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_InExecute_ShowsMessageFileAndLine() =>
        (await RunAsync(ThrowsOnLine4)).ShouldBeError(1).ShouldPrint("before\n")
            .ShouldSay("customer 42 is missing", SourceFile, Line(4)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_InAHelper_ShowsBothFrames() =>
        (await RunAsync(ThrowsInAHelper)).ShouldBeError(1).ShouldSay(Line(2), Line(5)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_WithACause_ShowsBoth() =>
        (await RunAsync(ThrowsChained)).ShouldBeError(1).ShouldSay("inner failure", "outer failure").ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_AtTopLevel_ShowsMessageFileAndLine() =>
        (await RunAsync(ThrowsAtTopLevel)).ShouldBeError(1).ShouldSay("broken at load", Line(2)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_AfterAnAwait_ShowsMessageFileAndLine() =>
        (await RunAsync(ThrowsInAsync)).ShouldBeError(1).ShouldSay("broken later", Line(4)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_ThatCannotBePrinted_IsStillAnError() =>
        (await RunAsync(ThrowsUnprintable)).ShouldBeError(1).Stderr.ShouldNotBeNullOrWhiteSpace();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SyntaxError_Anywhere_IsAnErrorWithItsLine()
    {
        var answer = (await RunAsync(SyntaxError)).ShouldBeError(1).ShouldPrint("");

        answer.ShouldSay("SyntaxError", SourceFile, Line(2)).ShouldShowNoFrameOfOurs();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_Missing_IsAnErrorThatNamesIt() =>
        (await RunAsync(NoExecute)).ShouldBeError(1).ShouldPrint("loaded\n").ShouldSay("execute");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Code_Empty_IsAnErrorThatNamesExecute() => (await RunAsync(" \n")).ShouldBeError(1).ShouldSay("execute");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_NotCallable_IsAnErrorThatNamesIt() =>
        (await RunAsync(ExecuteIsANumber)).ShouldBeError(1).ShouldSay("execute");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Recursion_WithoutEnd_IsTheLanguagesOwnError() =>
        (await RunAsync(EndlessRecursion)).ShouldBeError(1).ShouldSay(RecursionErrorName, SourceFile);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Recursion_ThroughNativeCode_IsAnError() => (await RunAsync(NativeRecursion)).ShouldBeError();
}
