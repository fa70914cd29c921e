using System.Net;
using Paddock.Cli.Tests.Fakes;

namespace Paddock.Cli.Tests.Commands;

/// <summary><c>paddock run</c> and <c>paddock exec</c>: what is sent, and what becomes of the answer.</summary>
public sealed class RunCommandTests(Scratch scratch) : IClassFixture<Scratch>
{
    private const string Code = "def execute(input): return 1";

    [Fact]
    public async Task Run_WithEveryOption_SendsThemAll()
    {
        FakeApi api = new FakeApi().Answers(Answer("1"));
        var notes = scratch.Write("notes.txt", "n=1");
        var odd = scratch.Write("a=b.txt", "x");

        (await new Tool { Api = api, Stdin = """{"a":[1.50]}""" }.RunAsync(
            "run", scratch.Write("f.py", "\uFEFF" + Code), "--input-file", "-", "--env", "A=1", "-e", "A=2", "-e", "PADDOCK_BASE_URL", "--allow", "*.example.com=bearer:t", "--allow", "plain.test",
            "--file", notes, "-f", $"{notes}=deep/er.txt", "--file", odd, "--timeout", "90", "--memory", "256")).ShouldEnd(0);

        api.Requests.ShouldHaveSingleItem().ShouldBe(("POST", "/v1/execute-function",
            """{"language":"python","code":"def execute(input): return 1","input":{"a":[1.50]},"env":{"A":"2","PADDOCK_BASE_URL":"http://paddock.test"},"files":["""
            + """{"path":"notes.txt","contents":"n=1"},{"path":"deep/er.txt","contents":"n=1"},{"path":"a=b.txt","contents":"x"}],"http":"""
            + """{"allow":[{"host":"*.example.com","auth":{"bearer":{"token":"t"}}},{"host":"plain.test"}]},"limits":{"execution_timeout":90,"memory_size":256}}"""));
    }

    [Fact]
    public async Task Run_WithoutOptions_SendsCodeAndLanguageOnly()
    {
        FakeApi api = new FakeApi().Answers(Answer("1"));

        await new Tool { Api = api, Stdin = Code }.RunAsync("run", "-", "--language", "PY");

        api.Requests[0].Body.ShouldBe($$"""{"language":"python","code":"{{Code}}"}""");
        api.Keys.ShouldBe(["Bearer riza_key"]);
    }

    [Theory]
    [InlineData("a.py", "python")]
    [InlineData("a.mjs", "javascript")]
    [InlineData("a.TS", "typescript")]
    public async Task Run_WithoutALanguage_TellsItByTheEnding(string name, string language)
    {
        FakeApi api = new FakeApi().Answers(Answer("1"));

        await new Tool { Api = api }.RunAsync("run", scratch.Write(name, "x"));

        api.Requests[0].Body.ShouldNotBeNull().ShouldStartWith($$"""{"language":"{{language}}",""");
    }

    [Fact]
    public async Task Run_OfAFunctionThatReturns_PrintsJsonAloneToStdout() =>
        (await RunAsync(Answer("""{"é":[1, 2.0]}""", stdout: "said\n", stderr: "warned\n"))).ShouldEnd(0).ShouldPrint("""{"é":[1, 2.0]}""" + "\n").Error.ShouldBe("said\nwarned\n");

    [Fact]
    public async Task Run_OfAFunctionThatFails_EndsWithItsExitCodeAndPrintsNoOutput() =>
        (await RunAsync(Answer("null", "error", 7, stderr: "Traceback\n"))).ShouldEnd(7).ShouldPrint("").Error.ShouldBe("Traceback\n");

    [Fact]
    public async Task Run_OfAFunctionThatReturnsNoJson_EndsWithOne() =>
        (await RunAsync(Answer("null", "json_serialization_error", 0, stderr: "not JSON\n"))).ShouldEnd(1).ShouldPrint("").ShouldSay("not JSON");

    [Fact]
    public async Task Run_OfACodeWithoutExecute_IsShownTheWayToExec()
    {
        var script = scratch.Write("script.py", "print(1)");

        (await RunAsync(Answer("null", "error", 1, stderr: "NameError\n"), script)).ShouldEnd(1).ShouldSay($"paddock: there is no `execute` in {script}; if it is a script: paddock exec {script}");
    }

    [Theory]
    [InlineData("error", 9, 9)]
    [InlineData("valid", 0, 0)]
    [InlineData("json_serialization_error", 0, 1)]
    public async Task Run_WithJson_PrintsTheAnswerByteForByte(string status, int exitCode, int expected)
    {
        var answer = Answer("""{ "odd":  1.0 }""", status, exitCode, "said\n", "warned\n").Replace("\"duration\"", "\"new\":\"ü\",\"duration\"", StringComparison.Ordinal);

        (await RunAsync(answer, more: "--json")).ShouldEnd(expected).ShouldPrint(answer + "\n").ShouldSayNothing();
    }

    [Fact]
    public async Task Run_OfAString_IsPrintedBareOnRequest()
    {
        (await RunAsync(Answer("\"a\\nb\""))).ShouldPrint("\"a\\nb\"\n");
        (await RunAsync(Answer("\"a\\nb\""), more: "--raw")).ShouldPrint("a\nb\n");
    }

    [Fact]
    public async Task Run_InATerminal_IndentsAndShowsControlCharacters()
    {
        Tool tool = new() { Api = new FakeApi().Answers(Answer("""{"a":"\u001b[0m"}""", stdout: "\\u001b[31mred\\n")), IsTerminal = true };

        var result = await tool.RunAsync("run", scratch.Write("f.py", Code));

        result.ShouldPrint("{\n  \"a\": \"\\u001B[0m\"\n}\n").Error.ShouldBe("␛[31mred\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OfHalfASurrogatePair_IsShownAsJson(bool terminal)
    {
        Tool tool = new() { Api = new FakeApi().Answers(Answer("[\"\\ud83d\"]")), IsTerminal = terminal };
        (await tool.RunAsync("run", scratch.Write("f.py", Code))).ShouldEnd(0).ShouldPrint("[\"\\ud83d\"]\n");

        Tool bare = new() { Api = new FakeApi().Answers(Answer("\"\\ud83d\"")), IsTerminal = terminal };
        (await bare.RunAsync("run", scratch.Write("f.py", Code), "--raw")).ShouldEnd(0).ShouldPrint("\"\\ud83d\"\n");
    }

    [Fact]
    public async Task Exec_WithEverything_SendsItAndEndsAsTheScript()
    {
        FakeApi api = new FakeApi().Answers("""{"id":"E","exit_code":3,"stdout":"o\u001b\n","stderr":"e","duration":1}""");

        var result = await new Tool { Api = api, Stdin = "in\n" }.RunAsync(
            "exec", scratch.Write("s.rb", "x"), "one", "--stdin", "-", "two words", "--env", "A=1", "--timeout", "5", "--", "--json", "-5");

        result.ShouldEnd(3).ShouldPrint("o\e\n").Error.ShouldBe("e");
        api.Requests.ShouldHaveSingleItem().ShouldBe(("POST", "/v1/execute",
            """{"language":"ruby","code":"x","stdin":"in\n","args":["one","two words","--json","-5"],"env":{"A":"1"},"limits":{"execution_timeout":5}}"""));
    }

    [Fact]
    public async Task Exec_WithJson_PrintsTheAnswerAndEndsAsTheScript()
    {
        const string Result = """{"id":"E","exit_code":3,"stdout":"o","stderr":"e","duration":1}""";

        (await new Tool { Api = new FakeApi().Answers(Result) }.RunAsync("exec", scratch.Write("s.php", "x"), "--json")).ShouldEnd(3).ShouldPrint(Result + "\n").ShouldSayNothing();
    }

    [Theory]
    [InlineData(400, "limits.x is wrong", "paddock: 400 limits.x is wrong\n")]
    [InlineData(503, "starting", "paddock: 503 starting\n")]
    public async Task Run_ThatIsRefused_SaysWhyAndEndsApart(int status, string message, string said)
    {
        var body = $$"""{"code":3,"message":"{{message}}"}""";
        FakeApi api = new FakeApi().Answers(body, (HttpStatusCode)status);
        var file = scratch.Write("f.py", Code);

        (await new Tool { Api = api }.RunAsync("run", file)).ShouldEnd(125).ShouldPrint("").Error.ShouldBe(said);
        (await new Tool { Api = api }.RunAsync("run", file, "--json")).ShouldEnd(125).ShouldPrint(body + "\n").Error.ShouldBe(said);
    }

    [Theory]
    [InlineData("PADDOCK_API_KEY")]
    [InlineData("--key")]
    public async Task Run_WithAWrongKey_SaysWhereTheKeyIsFrom(string source)
    {
        Tool tool = new() { Api = new FakeApi().Answers("""{"code":16,"message":"unauthenticated"}""", HttpStatusCode.Unauthorized) };
        string[] key = source == "--key" ? ["--key", "riza_other"] : [];

        (await tool.RunAsync(["run", scratch.Write("f.py", Code), .. key])).ShouldEnd(125)
            .ShouldSay($"http://paddock.test does not know the key from {source} (401 unauthenticated)").Error.ShouldNotContain("riza_");
    }

    private Task<ToolResult> RunAsync(string answer, string? file = null, params string[] more) =>
        new Tool { Api = new FakeApi().Answers(answer) }.RunAsync(["run", file ?? scratch.Write("f.py", Code), .. more]);

    private static string Answer(string output, string status = "valid", int exitCode = 0, string stdout = "", string stderr = "") =>
        $$$"""
        {"output":{{{output}}},"output_status":"{{{status}}}","execution":{"id":"E","exit_code":{{{exitCode}}},"stdout":"{{{Escape(stdout)}}}","stderr":"{{{Escape(stderr)}}}","duration":1}}
        """;

    private static string Escape(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);
}
