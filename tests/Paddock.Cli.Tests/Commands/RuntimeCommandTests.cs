using System.Net;
using System.Text.Json.Nodes;
using Paddock.Cli.Tests.Fakes;

namespace Paddock.Cli.Tests.Commands;

/// <summary><c>paddock runtimes</c>: what is sent, and what is shown.</summary>
public sealed class RuntimeCommandTests(Scratch scratch) : IClassFixture<Scratch>
{
    private const string Tables = """
        {"id":"T1","name":"tables","language":"python","engine":"microvm","status":"pending","revision_id":"R2","manifest_file":{"name":"requirements.txt","contents":"pandas==2.1.4\nnumpy\n"},"additional_python_imports":"import pandas"}
        """;

    [Theory]
    [InlineData("requirements.txt", "python", "requirements.txt")]
    [InlineData("dev-requirements.TXT", "python", "requirements.txt")]
    [InlineData("package.json", "javascript", "package.json")]
    public async Task Create_OfAFile_SendsItAndPrintsTheIdAlone(string file, string language, string name)
    {
        FakeApi api = new FakeApi().Answers(Tables);

        (await new Tool { Api = api }.RunAsync("runtimes", "create", scratch.Write($"shop/{file}", "\uFEFF{}"))).ShouldEnd(0).ShouldPrint("T1\n")
            .ShouldSay("created runtime tables; its revision R2 is pending; follow its build: paddock runtimes log T1 R2 --follow");

        api.Requests.ShouldBe([("POST", "/v1/runtimes", $$$"""{"name":"shop","language":"{{{language}}}","manifest_file":{"name":"{{{name}}}","contents":"{}"}}""")]);
    }

    [Fact]
    public async Task Create_WithEverything_SendsIt()
    {
        FakeApi api = new FakeApi().Answers(Tables);

        await new Tool { Api = api, Stdin = "a==1\n" }.RunAsync("runtimes", "create", "-", "--language", "PY", "--name", "n", "--import", "import a", "--import", "from a import b");
        await new Tool { Api = api, Stdin = "{}" }.RunAsync("runtimes", "create", "-", "--language", "ts", "--name", "n");

        api.Requests.ShouldBe([
            ("POST", "/v1/runtimes", """{"name":"n","language":"python","manifest_file":{"name":"requirements.txt","contents":"a==1\n"},"additional_python_imports":"import a\nfrom a import b"}"""),
            ("POST", "/v1/runtimes", """{"name":"n","language":"javascript","manifest_file":{"name":"package.json","contents":"{}"}}"""),
        ]);
    }

    [Fact]
    public async Task Create_ThatWaits_ShowsTheLogAsItGrows()
    {
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision("pending")).Answers(Revision("building", "Collecting pandas\n"))
            .Answers(Revision("building", "Collecting pandas\nInstalling\n")).Answers(Revision("succeeded", "Collecting pandas\nInstalling\ndone\n"));

        (await new Tool { Api = api }.RunAsync("runtimes", "create", Manifest(), "--wait")).ShouldEnd(0).ShouldPrint("T1\n").Error
            .ShouldBe("paddock: created runtime tables; its revision R2 is pending\nCollecting pandas\nInstalling\ndone\npaddock: revision R2 succeeded; use it: --runtime-revision R2\n");

        api.Requests.Skip(1).ShouldAllBe(static request => request.Path == "/v1/runtimes/T1/revisions/R2");
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task Create_ThatWaitsForABuildThatDoesNotSucceed_EndsWithOne(string status)
    {
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision(status, "no pandas\u001b[0m\n"));

        (await new Tool { Api = api, IsTerminal = true }.RunAsync("runtimes", "create", Manifest(), "--wait")).ShouldEnd(1).ShouldPrint("T1\n")
            .ShouldSay("no pandas␛[0m\n", $"paddock: revision R2 is {status}; why stands at the end of its log");
    }

    [Fact]
    public async Task Create_ThatWaitsWithJson_PrintsTheLastAnswerAlone()
    {
        var last = Revision("failed", "why\n");
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision("building", "")).Answers(last);

        (await new Tool { Api = api }.RunAsync("runtimes", "create", Manifest(), "--wait", "--json")).ShouldEnd(1).ShouldPrint(last + "\n").ShouldSayNothing();
        (await new Tool { Api = new FakeApi().Answers(Tables) }.RunAsync("runtimes", "create", Manifest(), "--json")).ShouldEnd(0).ShouldPrint(Tables + "\n").ShouldSayNothing();
    }

    [Fact]
    public async Task Create_InterruptedWhileItWaits_SaysThatTheBuildGoesOn()
    {
        using CancellationTokenSource interrupt = new();
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision("building"));
        api.Asked = count => { if (count == 3) { interrupt.Cancel(); } };

        (await new Tool { Api = api, Cancellation = interrupt.Token }.RunAsync("runtimes", "create", Manifest(), "--wait"))
            .ShouldEnd(130).ShouldSay("the build goes on: `paddock runtimes cancel T1 R2` ends it");
    }

    [Fact]
    public async Task Revise_OfAFile_SendsItAndPrintsTheRevision()
    {
        FakeApi api = new FakeApi().Answers(Revision("pending"));

        (await new Tool { Api = api }.RunAsync("runtimes", "revise", "T1", Manifest(), "--import", "import a")).ShouldEnd(0).ShouldPrint("R2\n")
            .ShouldSay("revision R2 is pending; follow its build: paddock runtimes log T1 R2 --follow");

        api.Requests.ShouldBe([("POST", "/v1/runtimes/T1/revisions", """{"manifest_file":{"name":"requirements.txt","contents":"pandas"},"additional_python_imports":"import a"}""")]);
    }

    [Fact]
    public async Task List_OfRuntimes_ShowsThem()
    {
        Tool tool = new() { Api = new FakeApi().Answers($$"""{"runtimes":[{{Tables}}]}""") };

        (await tool.RunAsync("runtimes", "list", "--limit", "1")).ShouldEnd(0).ShouldSay("there may be more: --after T1, or --all").ShouldPrint("""
            ID  LANGUAGE  STATUS   REVISION  NAME
            T1  python    pending  R2        tables

            """);
        (await new Tool { Api = new FakeApi().Answers("""{"runtimes":[]}""") }.RunAsync("runtimes", "list")).ShouldEnd(0).ShouldPrint("").ShouldSay("there are no runtimes");
    }

    [Fact]
    public async Task Get_OfARuntime_ShowsItOrItsNewestRevisionOrTheAnswer()
    {
        Tool tool = new() { Api = new FakeApi().Answers(Tables) };

        (await tool.RunAsync("runtimes", "get", "T1")).ShouldEnd(0).ShouldPrint("""
            id        T1
            name      tables
            language  python
            engine    microvm
            revision  R2
            status    pending

            requirements.txt
            pandas==2.1.4
            numpy

            imports
            import pandas

            """);
        (await tool.RunAsync("runtimes", "get", "T1", "--newest")).ShouldEnd(0).ShouldPrint("R2\n");
        (await tool.RunAsync("runtimes", "get", "T1", "--json")).ShouldEnd(0).ShouldPrint(Tables + "\n");
    }

    [Fact]
    public async Task Get_OfARevision_ShowsItOrItsLock()
    {
        FakeApi api = new FakeApi().Answers(Revision("succeeded", "log", "pandas==2.1.4 --hash=sha256:0\n"));
        Tool tool = new() { Api = api };

        (await tool.RunAsync("runtimes", "get", "T1", "R2")).ShouldEnd(0).ShouldPrint("""
            id       R2
            runtime  T1
            status   succeeded

            requirements.txt
            pandas

            """);
        (await tool.RunAsync("runtimes", "get", "T1", "R2", "--lock")).ShouldEnd(0).ShouldPrint("pandas==2.1.4 --hash=sha256:0\n").ShouldSayNothing();
        api.Requests.ShouldAllBe(static request => request.Path == "/v1/runtimes/T1/revisions/R2");
    }

    [Fact]
    public async Task GetLock_OfARevisionWithoutOne_SaysSoAndEndsWithOne()
    {
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision("failed"));

        (await new Tool { Api = api }.RunAsync("runtimes", "get", "T1", "--lock")).ShouldEnd(1).ShouldPrint("").ShouldSay("revision R2 is failed, and only one that has succeeded has a lock");

        api.Requests.Select(static request => request.Path).ShouldBe(["/v1/runtimes/T1", "/v1/runtimes/T1/revisions/R2"]);
    }

    [Fact]
    public async Task Revisions_OfARuntime_AreATable()
    {
        FakeApi api = new FakeApi().Answers($$"""{"revisions":[{{Revision("failed")}}]}""");

        (await new Tool { Api = api }.RunAsync("runtimes", "revisions", "T1")).ShouldEnd(0).ShouldPrint("ID  STATUS  PACKAGES\nR2  failed  pandas\n");

        api.Requests.ShouldBe([("GET", "/v1/runtimes/T1/revisions", null)]);
    }

    [Fact]
    public async Task Log_OfARevision_IsPrintedToStdout()
    {
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision("failed", "one\ntwo\n"));
        var answer = Revision("failed", "one\ntwo\n");

        (await new Tool { Api = api }.RunAsync("runtimes", "log", "T1")).ShouldEnd(0).ShouldPrint("one\ntwo\n").ShouldSayNothing();
        (await new Tool { Api = api }.RunAsync("runtimes", "log", "T1", "R2", "--json")).ShouldEnd(0).ShouldPrint(answer + "\n");
        (await new Tool { Api = new FakeApi().Answers(Revision("pending")) }.RunAsync("runtimes", "log", "T1", "R2")).ShouldEnd(0).ShouldPrint("").ShouldSay("revision R2 is pending, and its log is empty");

        api.Requests.Select(static request => request.Path).ShouldBe(["/v1/runtimes/T1", "/v1/runtimes/T1/revisions/R2", "/v1/runtimes/T1/revisions/R2"]);
    }

    [Fact]
    public async Task Log_Followed_GrowsOnStdoutAndTellsHowItEnded()
    {
        FakeApi api = new FakeApi().Answers(Revision("building", "one\n")).Answers(Revision("failed", "one\ntwo\n"));

        (await new Tool { Api = api }.RunAsync("runtimes", "log", "T1", "R2", "--follow")).ShouldEnd(1).ShouldPrint("one\ntwo\n").Error
            .ShouldBe("paddock: revision R2 is failed; why stands at the end of its log\n");
    }

    [Fact]
    public async Task Cancel_OfTheNewest_SendsItAndPrintsTheRevision()
    {
        FakeApi api = new FakeApi().Answers(Tables).Answers(Revision("cancelled"));

        (await new Tool { Api = api }.RunAsync("runtimes", "cancel", "T1")).ShouldEnd(0).ShouldPrint("R2\n").ShouldSay("revision R2 is cancelled");

        api.Requests.ShouldBe([("GET", "/v1/runtimes/T1", null), ("POST", "/v1/runtimes/T1/revisions/R2/cancel", null)]);
    }

    [Fact]
    public async Task Cancel_OfABuildThatHasEnded_SaysWhyNot() =>
        (await new Tool { Api = new FakeApi().Answers("""{"code":9,"message":"revision \"R2\" is failed"}""", HttpStatusCode.BadRequest) }.RunAsync("runtimes", "cancel", "T1", "R2"))
            .ShouldEnd(125).Error.ShouldBe("paddock: 400 revision \"R2\" is failed\n");

    [Fact]
    public async Task Delete_OfARuntime_PrintsItsId()
    {
        FakeApi api = new FakeApi().Answers("""{"id":"T1","deleted":true}""");

        (await new Tool { Api = api }.RunAsync("runtimes", "delete", "T1")).ShouldEnd(0).ShouldPrint("T1\n").ShouldSay("deleted runtime T1");

        api.Requests.ShouldBe([("DELETE", "/v1/runtimes/T1", null)]);
    }

    [Theory]
    [InlineData("run FILE", "/v1/execute-function")]
    [InlineData("exec FILE", "/v1/execute")]
    [InlineData("tools create FILE", "/v1/tools")]
    [InlineData("tools update T9", "/v1/tools/T9")]
    public async Task RuntimeRevision_OfCode_IsSent(string command, string path)
    {
        FakeApi api = new FakeApi().Answers("""{"code":5,"message":"no"}""", HttpStatusCode.NotFound);

        (await new Tool { Api = api }.RunAsync([.. command.Replace("FILE", scratch.Write("f.py", "c"), StringComparison.Ordinal).Split(' '), "--runtime-revision", "R2"])).ShouldEnd(125);

        var (_, sent, body) = api.Requests.ShouldHaveSingleItem();
        sent.ShouldBe(path);
        JsonNode.Parse(body!)!["runtime_revision_id"]!.GetValue<string>().ShouldBe("R2");
    }

    private string Manifest() => scratch.Write("shop/requirements.txt", "pandas");

    private static string Revision(string status, string log = "", string? locked = null)
    {
        JsonObject revision = new()
        {
            ["id"] = "R2",
            ["runtime_id"] = "T1",
            ["manifest_file"] = new JsonObject { ["name"] = "requirements.txt", ["contents"] = "pandas" },
            ["status"] = status,
            ["build_log"] = log,
        };
        if (locked is not null)
        {
            revision["lock_file"] = new JsonObject { ["name"] = "requirements.txt", ["contents"] = locked };
        }

        return revision.ToJsonString();
    }
}
