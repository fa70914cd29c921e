using Paddock.Cli.Tests.Fakes;
using Paddock.TestKit.Hosting;

namespace Paddock.Cli.Tests.Live;

/// <summary><c>paddock run</c> and <c>paddock exec</c> against the server.</summary>
public sealed class RunTests(ServerFixture fixture, Scratch scratch) : IClassFixture<Scratch>
{
    [Fact]
    public async Task Run_OfAFunction_PrintsWhatItReturns() =>
        (await LiveTool.Of(fixture).RunAsync("run", scratch.Write("greet.py", """
            def execute(input):
                print("greeting")
                return {"name": input["name"], "executed": True}
            """), "--input", """{"name": "John"}""")).ShouldEnd(0).ShouldPrint("""{"name":"John","executed":true}""" + "\n").Error.ShouldBe("greeting\n");

    [Fact]
    public async Task Run_WithFilesAndVariables_GivesThemToTheCode() =>
        (await LiveTool.Of(fixture).RunAsync(
            "run", scratch.Write("read.js", "function execute() { return [process.env.A, require('fs').readFileSync('/mnt/req/in/notes.txt', 'utf8')]; }"),
            "--env", "A=1", "--file", $"{scratch.Write("notes.txt", "some notes")}=in/notes.txt", "--memory", "256", "--timeout", "20"))
            .ShouldEnd(0).ShouldPrint("""["1","some notes"]""" + "\n");

    [Fact]
    public async Task Run_OfAFunctionThatExits_EndsLikeIt() =>
        (await LiveTool.Of(fixture).RunAsync("run", scratch.Write("exit.py", "import sys\ndef execute(input): sys.exit(7)"))).ShouldEnd(7).ShouldPrint("");

    [Fact]
    public async Task Run_OfAFunctionThatTakesTooLong_EndsWith124AndSaysWhy() =>
        (await LiveTool.Of(fixture).RunAsync("run", scratch.Write("loop.py", "def execute(input):\n    while True: pass"), "--timeout", "1")).ShouldEnd(124).ShouldSay("paddock: ", "1 s");

    [Fact]
    public async Task Run_OfWhatTheServerRefuses_SaysWhatItSaid() =>
        (await LiveTool.Of(fixture).RunAsync("run", scratch.Write("a.py", "x"), "--timeout", "999999")).ShouldEnd(125).ShouldSay("paddock: 400 limits.execution_timeout is 999999 s");

    [Fact]
    public async Task Run_WhereNobodyListens_SaysHowToStartAServer() =>
        (await LiveTool.Of(fixture).RunAsync("run", scratch.Write("a.py", "x"), "--url", $"http://127.0.0.1:{FreePort.Next()}"))
            .ShouldEnd(125).ShouldSay("cannot reach a Paddock server at http://127.0.0.1:", "refused", "./paddock serve");

    [Fact]
    public async Task Exec_OfAScript_StreamsThroughAndEndsLikeIt() =>
        (await LiveTool.RunProcessAsync(fixture, "Hello", "exec", scratch.Write("reverse.py", """
            import os, sys
            if os.environ.get("DEBUG"): print("Reversing string...", file=sys.stderr)
            print(sys.stdin.read()[::-1], sys.argv[1:])
            sys.exit(3)
            """), "a", "b c", "--stdin", "-", "--env", "DEBUG=true", "--", "--x")).ShouldEnd(3).ShouldPrint("olleH ['a', 'b c', '--x']\n").Error.ShouldBe("Reversing string...\n");

    [Fact]
    public async Task Process_OfTheTool_PrintsJsonThatAPipeCanRead()
    {
        var result = await LiveTool.RunProcessAsync(fixture, "def execute(input): return 'é'", "run", "-", "--language", "py", "--json");

        using var answer = System.Text.Json.JsonDocument.Parse(result.ShouldEnd(0).ShouldSayNothing().Out);
        answer.RootElement.GetProperty("output").GetString().ShouldBe("é");
    }
}
