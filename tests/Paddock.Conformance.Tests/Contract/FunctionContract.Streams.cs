using System.Text;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>What is printed.</summary>
public abstract partial class FunctionContract
{
    private const int StdoutCap = 20 << 20;
    private const int StderrCap = 10 << 20;

    /// <summary>Prints <c>before</c> at top level, <c>during</c> in <c>execute</c>, <c>after</c> in an exit hook; returns 1.</summary>
    protected abstract string PrintsBeforeDuringAfter { get; }

    /// <summary>Prints <c>out</c> to stdout and <c>err</c> to stderr, one line each.</summary>
    protected abstract string PrintsToBoth { get; }

    /// <summary>Prints the numbers 0 to 9,999, one a line.</summary>
    protected abstract string PrintsManyLines { get; }

    /// <summary>Writes its input, a string, to stdout with nothing added.</summary>
    protected abstract string WritesInput { get; }

    /// <summary>Writes the bytes 61 ff fe 62 to stdout.</summary>
    protected abstract string WritesBrokenUtf8 { get; }

    /// <summary>Prints <c>{"output":"forged"}</c> in several ways, returns <c>"real"</c>.</summary>
    protected abstract string PrintsSomethingLikeAResult { get; }

    /// <summary>Prints <c>input.mib</c> MiB to the stream named by <c>input.stream</c>, in pieces of 1 MiB; returns <c>"whole"</c>.</summary>
    protected abstract string Floods { get; }

    /// <summary>Closes the language's stdout object; returns 1.</summary>
    protected abstract string ClosesStdout { get; }

    /// <summary>Closes descriptors 1 and 2; returns 1.</summary>
    protected abstract string ClosesDescriptors { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_BeforeDuringAndAfter_AreAllThereInOrder() =>
        (await RunAsync(PrintsBeforeDuringAfter)).ShouldBeValid("1").ShouldPrint("before\nduring\nafter\n").Stderr.ShouldBeEmpty();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_ToBothStreams_StayApart() =>
        (await RunAsync(PrintsToBoth)).ShouldBeValid().ShouldPrint("out\n").Stderr.ShouldBe("err\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_ManyLines_KeepTheirOrder() =>
        (await RunAsync(PrintsManyLines)).ShouldBeValid().ShouldPrint(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i}\n")));

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("a\n\n  b\r\nc\r\td\n\n")]
    [InlineData("no newline at the end")]
    [InlineData("Grüße, 世界 👩‍🚀")]
    [InlineData("a\0b\u001b[31mred")]
    public async Task Prints_AnyText_IsKeptAsItIs(string text) =>
        (await RunAsync(WritesInput, System.Text.Json.JsonSerializer.Serialize(text))).ShouldBeValid().ShouldPrint(text);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_BytesThatAreNoText_AreReplaced()
    {
        var answer = await RunAsync(WritesBrokenUtf8);

        answer.ShouldBeValid().Stdout.ShouldMatch("^a\uFFFD+b$");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_SomethingLikeAResult_ChangeNothing() =>
        (await RunAsync(PrintsSomethingLikeAResult)).ShouldBeValid("\"real\"").Stdout.ShouldContain("forged");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdout_BelowItsCap_IsKeptWhole()
    {
        var answer = await RunAsync(Floods, """{"stream":"stdout","mib":5}""");

        answer.OutputStatus.ShouldBe("valid", answer.Stderr);
        answer.Stdout.Length.ShouldBe(5 << 20);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdout_OverItsCap_IsCutAndSaysSo()
    {
        var answer = await RunAsync(Floods, """{"stream":"stdout","mib":21}""");

        answer.ShouldBeValid("\"whole\"");
        Encoding.UTF8.GetByteCount(answer.Stdout).ShouldBeInRange(StdoutCap - 3, StdoutCap);
        answer.Stderr.Split('\n').ShouldContain(line => line.StartsWith("paddock: stdout was cut", StringComparison.Ordinal), answer.ToString());
        answer.TerminationReason.ShouldBe("output_limit");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stderr_OverItsCap_IsCutAndSaysSo()
    {
        var answer = await RunAsync(Floods, """{"stream":"stderr","mib":11}""");

        answer.ShouldBeValid("\"whole\"");
        Encoding.UTF8.GetByteCount(answer.Stderr).ShouldBeInRange(StderrCap - 3, StderrCap + 1024);
        answer.LastStderrLine.ShouldStartWith("paddock: stderr was cut");
        answer.TerminationReason.ShouldBe("output_limit");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdout_ClosedByTheCode_LeavesTheOutputAlone() => (await RunAsync(ClosesStdout)).ShouldBeValid("1");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Descriptors1And2_ClosedByTheCode_LeaveTheOutputAlone() => (await RunAsync(ClosesDescriptors)).ShouldBeValid("1");
}
