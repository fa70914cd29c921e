using System.Net;
using Paddock.Cli.Tests.Fakes;

namespace Paddock.Cli.Tests.Commands;

/// <summary>Tools, secrets and executions: what is sent, and what is shown.</summary>
public sealed class ResourceCommandTests(Scratch scratch) : IClassFixture<Scratch>
{
    private const string Greet = """{"id":"T1","name":"greet","description":"Greets\nsomeone","code":"def execute(input):\n  return 1\n","language":"python","input_schema":{"type":"object"},"revision_id":"R1"}""";
    private const string Total = """{"id":"T22","name":"total","description":"","code":"c","language":"typescript","input_schema":{},"revision_id":"R2"}""";
    private const string Valid = """{"output":5,"output_status":"valid","execution":{"id":"E","exit_code":0,"stdout":"","stderr":"","duration":1}}""";

    private const string Function = """
        {"id":"E1","duration":12,"exit_code":1,"language":"python","started_at":"2026-01-02T03:04:05.678Z",
         "details":{"type":"function","request":{"language":"python","code":"raise","input":{"a":1}},
                    "response":{"output":null,"output_status":"error","execution":{"id":"E1","exit_code":1,"stdout":"said","stderr":"\u001bbad\n","duration":12,"termination_reason":"exited"}}},
         "network":[{"method":"GET","url":"https://example.com/","allowed":true,"status":200,"sent_bytes":0,"received_bytes":9,"duration":3}]}
        """;

    [Fact]
    public async Task ToolsCreate_OfAFile_SendsItAndPrintsTheIdAlone()
    {
        FakeApi api = new FakeApi().Answers(Greet);

        (await new Tool { Api = api }.RunAsync("tools", "create", scratch.Write("greet.py", "c"), "--description", "d", "--schema", scratch.Write("s.json", """{"type":"object"}""")))
            .ShouldEnd(0).ShouldPrint("T1\n").ShouldSay("created tool greet; call it: paddock tools exec T1");

        api.Requests.ShouldBe([("POST", "/v1/tools", """{"name":"greet","code":"c","language":"python","description":"d","input_schema":{"type":"object"}}""")]);
    }

    [Fact]
    public async Task ToolsUpdate_OfParts_SendsThoseAlone()
    {
        FakeApi api = new FakeApi().Answers(Greet);
        Tool tool = new() { Api = api };

        (await tool.RunAsync("tools", "update", "T1", "--name", "n")).ShouldEnd(0).ShouldPrint("T1\n").ShouldSay("its revision is R1 now");
        await tool.RunAsync("tools", "update", "T1", scratch.Write("new.ts", "c"), "--description", "");

        api.Requests.ShouldBe([("POST", "/v1/tools/T1", """{"name":"n"}"""), ("POST", "/v1/tools/T1", """{"code":"c","language":"typescript","description":""}""")]);
    }

    [Fact]
    public async Task ToolsList_IntoAPipe_IsAWholeTableWithoutColours()
    {
        Tool tool = new() { Api = new FakeApi().Answers($$"""{"tools":[{{Total}},{{Greet}}]}"""), Width = 20 };

        (await tool.RunAsync("tools", "list")).ShouldEnd(0).ShouldSayNothing().ShouldPrint("""
            ID   NAME   LANGUAGE    REVISION  DESCRIPTION
            T22  total  typescript  R2
            T1   greet  python      R1        Greets someone

            """);
    }

    [Fact]
    public async Task ToolsList_InATerminal_FitsAndStandsOut()
    {
        Tool tool = new() { Api = new FakeApi().Answers($$"""{"tools":[{{Greet}}]}"""), IsTerminal = true, Width = 40 };

        var lines = (await tool.RunAsync("tools", "list")).Out.Split('\n');

        lines[0].ShouldBe("\e[1mID  NAME   LANGUAGE  REVISION  DESCRIPT…\e[0m");
        lines[1].ShouldBe("T1  greet  python    R1        Greets s…");
    }

    [Fact]
    public async Task ToolsList_InATerminalWithNoColor_HasNone()
    {
        Tool tool = new() { Api = new FakeApi().Answers($$"""{"tools":[{{Greet}}]}"""), IsTerminal = true };
        tool.Environment["NO_COLOR"] = "1";

        (await tool.RunAsync("tools", "list")).Out.ShouldNotContain('\e');
    }

    [Fact]
    public async Task ToolsList_WithNothing_SaysSo() =>
        (await new Tool { Api = new FakeApi().Answers("""{"tools":[]}""") }.RunAsync("tools", "list")).ShouldEnd(0).ShouldPrint("").ShouldSay("there are no tools");

    [Fact]
    public async Task List_OfAFullPage_SaysHowToGoOn()
    {
        FakeApi api = new FakeApi().Answers($$"""{"tools":[{{Total}},{{Greet}}]}""");

        (await new Tool { Api = api }.RunAsync("tools", "list", "--limit", "2", "--after", "X")).ShouldEnd(0).ShouldSay("there may be more: --after T1, or --all");

        api.Requests.ShouldBe([("GET", "/v1/tools?limit=2&starting_after=X", null)]);
    }

    [Fact]
    public async Task List_OfAll_AsksToTheEnd()
    {
        (await new Tool { Api = Pages() }.RunAsync("tools", "list", "--all")).ShouldEnd(0).ShouldSayNothing().Out.Split('\n').Length.ShouldBe(4);
        var pages = Pages();
        (await new Tool { Api = pages }.RunAsync("tools", "list", "--all", "--json")).ShouldEnd(0).ShouldPrint($$"""{"tools":[{{Total}},{{Greet}}]}""" + "\n");
        pages.Requests.Select(static request => request.Path).ShouldBe(["/v1/tools", "/v1/tools?starting_after=T22", "/v1/tools?starting_after=T1"]);

        static FakeApi Pages() => new FakeApi().Answers($$"""{"tools":[{{Total}}]}""").Answers($$"""{"tools":[{{Greet}}]}""").Answers("""{"tools":[]}""");
    }

    [Theory]
    [InlineData("tools list")]
    [InlineData("secrets list")]
    [InlineData("executions list")]
    public async Task List_WithJson_IsTheAnswerByteForByte(string command)
    {
        const string Answer = """{ "tools":[], "secrets":[],"data" :[] ,"new":1}""";

        (await new Tool { Api = new FakeApi().Answers(Answer) }.RunAsync([.. command.Split(' '), "--json"])).ShouldEnd(0).ShouldPrint(Answer + "\n").ShouldSayNothing();
    }

    [Fact]
    public async Task ToolsGet_OfATool_ShowsItOrItsCodeOrTheAnswer()
    {
        Tool tool = new() { Api = new FakeApi().Answers(Greet) };

        (await tool.RunAsync("tools", "get", "T1")).ShouldEnd(0).ShouldPrint("""
            id           T1
            name         greet
            language     python
            revision     R1
            description  Greets someone

            input schema
            {
              "type": "object"
            }

            code
            def execute(input):
              return 1

            """);
        (await tool.RunAsync("tools", "get", "T1", "--code")).ShouldPrint("def execute(input):\n  return 1\n");
        (await tool.RunAsync("tools", "get", "T1", "--json")).ShouldPrint(Greet + "\n");
    }

    [Fact]
    public async Task ToolsGet_OfNoTool_SaysSoAndEndsApart() =>
        (await new Tool { Api = new FakeApi().Answers("""{"code":5,"message":"tool \"X\" was not found"}""", HttpStatusCode.NotFound) }.RunAsync("tools", "get", "X"))
            .ShouldEnd(125).ShouldPrint("").Error.ShouldBe("paddock: 404 tool \"X\" was not found\n");

    [Fact]
    public async Task ToolsExec_WithEverything_SendsItAndPrintsTheOutput()
    {
        FakeApi api = new FakeApi().Answers(Valid);

        (await new Tool { Api = api }.RunAsync(
            "tools", "exec", "T1", "--input", "[1]", "--revision", "R0", "--env", "A=1", "--env", "B=2", "--env-secret", "B=S1", "--allow", "example.com=bearer-secret:S2", "--memory", "64"))
            .ShouldEnd(0).ShouldPrint("5\n");

        api.Requests.ShouldBe([("POST", "/v1/tools/T1/execute",
            """{"input":[1],"revision_id":"R0","env":[{"name":"A","value":"1"},{"name":"B","secret_id":"S1"}],"http":{"allow":[{"host":"example.com","auth":{"bearer":{"secret_id":"S2"}}}]},"limits":{"memory_size":64}}""")]);
    }

    [Fact]
    public async Task Delete_OfToolOrSecret_PrintsItsId()
    {
        FakeApi api = new FakeApi().Answers("""{"id":"X","deleted":true}""");
        Tool tool = new() { Api = api };

        (await tool.RunAsync("tools", "delete", "X")).ShouldEnd(0).ShouldPrint("X\n").ShouldSay("deleted tool X");
        (await tool.RunAsync("secrets", "delete", "X")).ShouldEnd(0).ShouldPrint("X\n").ShouldSay("deleted secret X");

        api.Requests.ShouldBe([("DELETE", "/v1/tools/X", null), ("DELETE", "/v1/secrets/X", null)]);
    }

    [Theory]
    [InlineData("sesame\n", "sesame")]
    [InlineData("sesame\r\n", "sesame")]
    [InlineData("two\nlines\n\n", "two\\nlines\\n")]
    [InlineData(" spaced ", " spaced ")]
    public async Task SecretsCreate_FromStdinOrAFile_TakesAllButTheLastLineBreak(string given, string sent)
    {
        FakeApi api = new FakeApi().Answers("""{"id":"S1","name":"n"}""");

        (await new Tool { Api = api, Stdin = given }.RunAsync("secrets", "create", "n")).ShouldEnd(0).ShouldPrint("S1\n").ShouldSay("created secret n").Error.ShouldNotContain("sesame");
        await new Tool { Api = api, Stdin = null }.RunAsync("secrets", "create", "n", "--value-file", scratch.Write("value", given));

        api.Requests.Select(static request => request.Body).Distinct().ShouldBe([$$"""{"name":"n","value":"{{sent}}"}"""]);
    }

    [Fact]
    public async Task SecretsCreate_InATerminal_AsksForTheValue()
    {
        FakeApi api = new FakeApi().Answers("""{"id":"S1","name":"n"}""");

        (await new Tool { Api = api, Stdin = null, Typed = "typed" }.RunAsync("secrets", "create", "n")).ShouldEnd(0);
        (await new Tool { Api = api, Stdin = null, Typed = null }.RunAsync("secrets", "create", "n")).ShouldEnd(2).ShouldSay("no value was typed");
        (await new Tool { Api = api, Stdin = "\n" }.RunAsync("secrets", "create", "n")).ShouldEnd(2).ShouldSay("stdin is empty");

        api.Requests.ShouldBe([("POST", "/v1/secrets", """{"name":"n","value":"typed"}""")]);
    }

    [Fact]
    public async Task SecretsList_OfSecrets_ShowsIdsAndNames() =>
        (await new Tool { Api = new FakeApi().Answers("""{"secrets":[{"id":"S1","name":"github"}]}""") }.RunAsync("secrets", "list")).ShouldEnd(0).ShouldPrint("ID  NAME\nS1  github\n");

    [Fact]
    public async Task ExecutionsList_OfFailed_AsksForThoseAndShowsThem()
    {
        FakeApi api = new FakeApi().Answers($$"""{"data":[{{Function}}]}""");

        (await new Tool { Api = api }.RunAsync("executions", "list", "--failed")).ShouldEnd(0).ShouldPrint("""
            ID  STARTED               KIND      LANGUAGE  EXIT  MS  TOOL
            E1  2026-01-02 03:04:05Z  function  python    1     12

            """);

        api.Requests.ShouldBe([("GET", "/v1/executions?only_non_zero_exit_codes=true", null)]);
    }

    [Fact]
    public async Task ExecutionsGet_OfAFunction_ShowsWhatWasAskedAndAnswered() =>
        (await new Tool { Api = new FakeApi().Answers(Function) }.RunAsync("executions", "get", "E1")).ShouldEnd(0).ShouldPrint("""
            id             E1
            started        2026-01-02 03:04:05Z
            kind           function
            language       python
            exit code      1 (exited)
            duration       12 ms
            output status  error

            code
            raise

            input
            {
              "a": 1
            }

            output
            null

            stdout
            said

            stderr
            
            """.TrimEnd() + "\n\ebad\n\nSTATUS  ALLOWED  SENT  RECEIVED  MS  METHOD  URL\n200     yes      0     9         3   GET     https://example.com/\n");
}
