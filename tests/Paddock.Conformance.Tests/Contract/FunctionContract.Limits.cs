using System.Diagnostics;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>Time, memory and the size of the result.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Prints <c>so far</c>, then sleeps for 60 s.</summary>
    protected abstract string Sleeps { get; }

    /// <summary>Prints <c>so far</c>, then computes without end.</summary>
    protected abstract string Loops { get; }

    /// <summary>Prints <c>so far</c> while loading, then computes without end, still loading.</summary>
    protected abstract string LoopsAtTopLevel { get; }

    /// <summary>Prints <c>so far</c>, then waits for a child that ignores SIGTERM and sleeps for 60 s.</summary>
    protected abstract string WaitsForAStubbornChild { get; }

    /// <summary>Prints <c>so far</c>, ignores every signal it can, sleeps for 60 s.</summary>
    protected abstract string IgnoresSignals { get; }

    /// <summary>Prints <c>so far</c>, keeps <c>input</c> MiB of touched memory, returns <c>"kept"</c>.</summary>
    protected abstract string Allocates { get; }

    /// <summary>Returns a string of <c>input</c> MiB.</summary>
    protected abstract string ReturnsMebibytes { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Timeout_WhileSleeping_Gives124AndNamesTheLimit() => await TimesOutAsync(Sleeps);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Timeout_WhileComputing_Gives124AndNamesTheLimit() => await TimesOutAsync(Loops);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Timeout_WhileLoading_Gives124AndNamesTheLimit() => await TimesOutAsync(LoopsAtTopLevel);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Timeout_WhileWaitingForAStubbornChild_Gives124AndNamesTheLimit() => await TimesOutAsync(WaitsForAStubbornChild);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Timeout_OfCodeThatIgnoresSignals_Gives124AndNamesTheLimit() => await TimesOutAsync(IgnoresSignals);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Memory_OverTheDefault_Gives137AndNamesTheLimit()
    {
        var answer = await RunAsync(Allocates, "400");

        answer.ShouldBeKilled(137, "memory").ShouldPrint("so far\n");
        answer.LastStderrLine.ShouldStartWith("paddock:", Case.Sensitive, answer.ToString());
        answer.LastStderrLine.ShouldContain("limits.memory_size");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Memory_180MebibytesByDefault_IsTooMuch() =>
        (await RunAsync(Allocates, "180")).ShouldBeKilled(137, "memory");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Memory_180MebibytesWithALimitOf256_IsEnough() =>
        (await RunAsync(Call(Allocates, "180") with { Memory = 256 })).ShouldBeValid("\"kept\"").ShouldPrint("so far\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Limits_Zero_MeanTheDefaults() =>
        (await RunAsync(Call(Allocates, "20") with { Memory = 0, Timeout = 0 })).ShouldBeValid("\"kept\"");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_OfTwentyMebibytes_IsValid()
    {
        var answer = await RunAsync(Call(ReturnsMebibytes, "20") with { Memory = 512 });

        answer.OutputStatus.ShouldBe("valid", answer.Stderr);
        answer.Output.GetString()!.Length.ShouldBe(20 << 20);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_OverItsCap_IsAnErrorAndSaysSo()
    {
        var answer = await RunAsync(Call(ReturnsMebibytes, "33") with { Memory = 512 });

        answer.ShouldBeError();
        answer.TerminationReason.ShouldBe("output_limit", answer.ToString());
        answer.LastStderrLine.ShouldStartWith("paddock:", Case.Sensitive, answer.ToString());
    }

    private async Task TimesOutAsync(string code)
    {
        var clock = Stopwatch.StartNew();

        var answer = await RunAsync(Call(code) with { Timeout = 1 });

        answer.ShouldBeKilled(124, "timeout").ShouldPrint("so far\n");
        answer.LastStderrLine.ShouldStartWith("paddock:", Case.Sensitive, answer.ToString());
        answer.LastStderrLine.ShouldContain("limits.execution_timeout");
        answer.Duration.ShouldBeInRange(900, (long)Prompt.TotalMilliseconds);
        clock.Elapsed.ShouldBeLessThan(Prompt);
    }
}
