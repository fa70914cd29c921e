using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

/// <summary>What a script finds when it starts.</summary>
public abstract partial class ScriptContract
{
    /// <summary>Prints its whole argument vector as the language has it, the path of the source first, one a line.</summary>
    protected abstract string PrintsArguments { get; }

    /// <summary>Prints the variable GREETING, the current directory, and what stands in <c>d/f.txt</c>, one a line.</summary>
    protected abstract string PrintsSurroundings { get; }

    /// <summary>Prints <c>main</c> in the way in which a file asks whether it is the main program.</summary>
    protected abstract string PrintsMain { get; }

    /// <summary>Ways to write all of stdin to stdout, by name.</summary>
    protected abstract IReadOnlyDictionary<string, string> StdinCopies { get; }

    /// <summary>Runs <c>cat</c> with the script's own stdin and prints what it says.</summary>
    protected abstract string LetsAChildReadStdin { get; }

    /// <summary>Reads all of stdin and prints how many bytes that are.</summary>
    protected abstract string PrintsStdinLength { get; }

    /// <summary>Prints two random numbers, one of them of the generator that is there without an import.</summary>
    protected abstract string PrintsRandomNumbers { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Arguments_OfAnyText_FollowThePathOfTheSource() =>
        (await RunAsync(Call(PrintsArguments) with { Args = ["-v", "--help", "a b", "grüße \"$x\"", ""] }))
            .ShouldSucceed($"{SourceFile}\n-v\n--help\na b\ngrüße \"$x\"\n\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Arguments_LeftOut_AreTheSourceAlone() => (await RunAsync(PrintsArguments)).ShouldSucceed($"{SourceFile}\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Arguments_AsManyAndAsLongAsAllowed_AreAllThere()
    {
        string longest = new('x', 100 * 1024);

        (await RunAsync(Call(PrintsArguments) with { Args = [.. Enumerable.Repeat(longest, 100)] }))
            .ShouldSucceed($"{SourceFile}\n{string.Concat(Enumerable.Repeat(longest + "\n", 100))}");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task EnvironmentFilesAndDirectory_AreAsForFunctions() =>
        (await RunAsync(Call(PrintsSurroundings) with
        {
            Env = new Dictionary<string, string> { ["GREETING"] = "grüße = ja" },
            Files = new Dictionary<string, string> { ["d/f.txt"] = "contents" },
        })).ShouldSucceed("grüße = ja\n/mnt/req\ncontents\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Script_IsTheMainProgram() => (await RunAsync(PrintsMain)).ShouldSucceed("main\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdin_ReadInAnyUsualWay_IsThere()
    {
        const string Text = "first\n\n  second €\r\nlast, without a newline";
        foreach ((string way, string code) in StdinCopies)
        {
            (await RunAsync(Call(code) with { Stdin = Text })).ShouldExit(0).Stdout.ShouldBe(Text, way);
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdin_LeftOut_IsAtItsEnd()
    {
        foreach ((string way, string code) in StdinCopies)
        {
            (await RunAsync(code)).ShouldExit(0).Stdout.ShouldBe("", way);
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdin_IsInheritedByChildren() =>
        (await RunAsync(Call(LetsAChildReadStdin) with { Stdin = "for the child" })).ShouldExit(0).ShouldPrint("for the child");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("x", 10 << 20)]
    [InlineData("é", 5 << 20)]
    public async Task Stdin_OfTenMebibytes_FitsIntoTheDefaultMemory(string character, int times) =>
        (await RunAsync(Call(PrintsStdinLength) with { Stdin = string.Concat(Enumerable.Repeat(character, times)) })).ShouldSucceed("10485760\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task RandomNumbers_OfTwoRuns_Differ()
    {
        string[] first = (await RunAsync(PrintsRandomNumbers)).ShouldExit(0).Stdout.Trim().Split('\n');
        string[] second = (await RunAsync(PrintsRandomNumbers)).ShouldExit(0).Stdout.Trim().Split('\n');

        first.Length.ShouldBe(2);
        first.Intersect(second).ShouldBeEmpty();
    }
}
