using System.Diagnostics;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>How <c>execute</c> is found and called.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Returns <c>input.a + input.b</c>.</summary>
    protected abstract string Sync { get; }

    /// <summary>The same, asynchronous, and really waiting for something.</summary>
    protected abstract string Async { get; }

    /// <summary>Awaits 7 at top level and returns it.</summary>
    protected abstract string TopLevelAwait { get; }

    /// <summary>Prints <c>top</c> while loading; <c>execute</c> prints <c>call</c> and returns how often the top level ran.</summary>
    protected abstract string CountsTopLevelRuns { get; }

    /// <summary>Returns nothing.</summary>
    protected abstract string ReturnsNothing { get; }

    /// <summary>Returns whether the input is the language's null.</summary>
    protected abstract string InputIsNull { get; }

    /// <summary><c>execute</c> made by an expression: a lambda, an arrow function.</summary>
    protected abstract string Expression { get; }

    /// <summary>Returns the names of some imported standard modules' members, imported at top level.</summary>
    protected abstract string ImportsAtTopLevel { get; }

    /// <summary>Waits 300 ms.</summary>
    protected abstract string TakesAWhile { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_Sync_GivesItsValue() =>
        (await RunAsync(Sync, """{"a":19,"b":23}""")).ShouldBeValid("42").ShouldPrint("").Stderr.ShouldBeEmpty();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_Async_GivesItsValue() =>
        (await RunAsync(Async, """{"a":19,"b":23}""")).ShouldBeValid("42").ShouldPrint("").Stderr.ShouldBeEmpty();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_AwaitAtTopLevel_IsAwaitedBeforeTheCall() => (await RunAsync(TopLevelAwait)).ShouldBeValid("7");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_MadeByAnExpression_IsCalled() => (await RunAsync(Expression, "20")).ShouldBeValid("21");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task TopLevelCode_Always_RunsOnceBeforeTheCall() =>
        (await RunAsync(CountsTopLevelRuns)).ShouldBeValid("1").ShouldPrint("top\ncall\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task TopLevelImports_OfTheStandardLibrary_Work() => (await RunAsync(ImportsAtTopLevel)).ShouldBeValid("true");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_ReturnsNothing_IsValidNull() => (await RunAsync(ReturnsNothing)).ShouldBeValid("null");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(null)]
    [InlineData("null")]
    public async Task Input_AbsentOrNull_IsTheLanguagesNull(string? input) =>
        (await RunAsync(InputIsNull, input)).ShouldBeValid("true");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Duration_OfAWaitingFunction_CountsItsMilliseconds()
    {
        var clock = Stopwatch.StartNew();

        var answer = await RunAsync(TakesAWhile);

        answer.ShouldBeValid().Duration.ShouldBeInRange(250, clock.ElapsedMilliseconds + 1);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Id_OfEveryExecution_IsAUlidOfItsOwn()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            var id = (await RunAsync(Echo)).Id;
            id.ShouldMatch("^[0-7][0-9A-HJKMNP-TV-Z]{25}$");
            ids.Add(id);
        }

        ids.Count.ShouldBe(5);
    }
}
