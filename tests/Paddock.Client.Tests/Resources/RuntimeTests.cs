using System.Net;
using System.Text.Json.Nodes;
using Paddock.Client.Errors;
using Paddock.Client.Paging;
using Paddock.Client.Tests.Fakes;
using Paddock.Contracts.Runtimes;

namespace Paddock.Client.Tests.Resources;

/// <summary><c>client.Runtimes</c> and <c>client.Runtimes.Revisions</c>.</summary>
public sealed class RuntimeTests
{
    private const string Runtime = """
        {"id":"T","name":"n","language":"python","engine":"microvm","status":"pending","revision_id":"R","manifest_file":{"name":"requirements.txt","contents":"a==1"}}
        """;

    private static readonly ManifestFile _manifest = new() { Name = "requirements.txt", Contents = "a==1\n" };

    private readonly HurriedTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?, string, Func<PaddockClient, Task>> Calls => new()
    {
        {
            "POST", "/v1/runtimes",
            """{"name":"n","language":"python","manifest_file":{"name":"requirements.txt","contents":"a==1\n"},"engine":"wasi","additional_python_imports":"import a"}""", Runtime,
            static client => client.Runtimes.CreateAsync(
                new CreateRuntimeRequest { Name = "n", Language = "python", ManifestFile = _manifest, Engine = "wasi", AdditionalPythonImports = "import a" }, cancellationToken: Token)
        },
        { "GET", "/v1/runtimes/T", null, Runtime, static client => client.Runtimes.GetAsync("T", cancellationToken: Token) },
        {
            "GET", "/v1/runtimes?limit=5&starting_after=A", null, """{"runtimes":[]}""",
            static client => client.Runtimes.ListPageAsync(new ListParameters { Limit = 5, StartingAfter = "A" }, cancellationToken: Token)
        },
        { "DELETE", "/v1/runtimes/T", null, """{"id":"T","deleted":true}""", static client => client.Runtimes.DeleteAsync("T", cancellationToken: Token) },
        {
            "POST", "/v1/runtimes/T/revisions", """{"manifest_file":{"name":"requirements.txt","contents":"a==1\n"}}""", Revision("pending"),
            static client => client.Runtimes.Revisions.CreateAsync("T", new CreateRevisionRequest { ManifestFile = _manifest }, cancellationToken: Token)
        },
        { "GET", "/v1/runtimes/T/revisions", null, """{"revisions":[]}""", static client => client.Runtimes.Revisions.ListAsync("T", cancellationToken: Token) },
        { "GET", "/v1/runtimes/T/revisions/a%2Fb", null, Revision("failed"), static client => client.Runtimes.Revisions.GetAsync("T", "a/b", cancellationToken: Token) },
        { "POST", "/v1/runtimes/T/revisions/R/cancel", null, Revision("cancelled"), static client => client.Runtimes.Revisions.CancelAsync("T", "R", cancellationToken: Token) },
    };

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public async Task Method_OfTheResource_SendsWhatTheApiTakes(string method, string path, string? body, string answer, Func<PaddockClient, Task> call)
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, answer);
        using var client = Clients.Of(server);

        await call(client);

        var sent = server.Requests.ShouldHaveSingleItem();
        sent.Method.Method.ShouldBe(method);
        sent.Url.AbsoluteUri.ShouldBe($"http://paddock.test{path}");
        sent.Body.ShouldBe(body);
        sent.Headers["Accept"].ShouldBe("application/json");
    }

    [Theory]
    [InlineData("..", "R")]
    [InlineData("T", "..")]
    [InlineData("T", "")]
    public async Task Id_ThatWouldBeAnotherPath_IsRefused(string runtimeId, string revisionId)
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Revision("pending"));
        using var client = Clients.Of(server);

        await Should.ThrowAsync<ArgumentException>(() => client.Runtimes.Revisions.GetAsync(runtimeId, revisionId, cancellationToken: Token));
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_OfSeveralPages_IsReadUntilAnEmptyOne()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, $$"""{"runtimes":[{{Runtime}}]}""").Answers(HttpStatusCode.OK, """{"runtimes":[]}""");
        using var client = Clients.Of(server);

        List<Runtime> runtimes = [];
        await foreach (var runtime in client.Runtimes.ListAsync(cancellationToken: Token))
        {
            runtimes.Add(runtime);
        }

        var only = runtimes.ShouldHaveSingleItem();
        (only.Id, only.Status, only.RevisionId, only.ManifestFile!.Contents).ShouldBe(("T", RevisionStatuses.Pending, "R", "a==1"));
        server.Requests.Select(static request => request.Url.PathAndQuery).ShouldBe(["/v1/runtimes", "/v1/runtimes?starting_after=T"]);
    }

    [Fact]
    public async Task GetLog_OfARevision_IsItsText()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, "Collecting é\n\"quoted\"\n");
        using var client = Clients.Of(server);

        (await client.Runtimes.Revisions.GetLogAsync("T", "R", cancellationToken: Token)).ShouldBe("Collecting é\n\"quoted\"\n");

        var sent = server.Requests.ShouldHaveSingleItem();
        sent.Url.AbsolutePath.ShouldBe("/v1/runtimes/T/revisions/R/log");
        sent.Headers["Accept"].ShouldBe("text/plain");
    }

    [Fact]
    public async Task GetLog_OfNoRevision_IsNotFound()
    {
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.NotFound, """{"code":5,"message":"revision R was not found"}"""));

        (await Should.ThrowAsync<NotFoundException>(() => client.Runtimes.Revisions.GetLogAsync("T", "R", cancellationToken: Token))).ServerMessage.ShouldBe("revision R was not found");
    }

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task Wait_ForABuild_AsksUntilItsStatusIsFinal(string final)
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Revision("pending"));
        for (var i = 0; i < 4; i++)
        {
            server.Answers(HttpStatusCode.OK, Revision("building", new string('.', i)));
        }

        using var client = Clients.Of(server.Answers(HttpStatusCode.OK, Revision(final, "whole")), _time);
        Heard heard = new();

        var revision = await client.Runtimes.Revisions.WaitAsync("T", "R", heard, cancellationToken: Token);

        (revision.Status, revision.BuildLog).ShouldBe((final, "whole"));
        heard.Select(static it => $"{it.Status} {it.BuildLog}").ShouldBe(["pending ", "building ", "building .", "building ..", "building ...", $"{final} whole"]);
        server.Requests.ShouldAllBe(static request => request.Url.AbsolutePath == "/v1/runtimes/T/revisions/R");
        _time.Waits.Select(static wait => wait.TotalSeconds).ShouldBe([0.25, 0.5, 1, 2, 2]);
    }

    [Fact]
    public async Task Wait_ForARevisionThatIsDeleted_IsNotFound()
    {
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.OK, Revision("building")).Answers(HttpStatusCode.NotFound, """{"code":5,"message":"gone"}"""), _time);

        await Should.ThrowAsync<NotFoundException>(() => client.Runtimes.Revisions.WaitAsync("T", "R", cancellationToken: Token));
    }

    [Fact]
    public async Task Wait_Cancelled_Ends()
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.OK, Revision("building")), _time);

        await Should.ThrowAsync<OperationCanceledException>(() => client.Runtimes.Revisions.WaitAsync("T", "R", new CancelAt(source), cancellationToken: source.Token));
    }

    private static string Revision(string status, string log = "") => new JsonObject
    {
        ["id"] = "R",
        ["runtime_id"] = "T",
        ["manifest_file"] = new JsonObject { ["name"] = "requirements.txt", ["contents"] = "a==1" },
        ["status"] = status,
        ["build_log"] = log,
    }.ToJsonString();

    private sealed class Heard : List<Revision>, IProgress<Revision>
    {
        public void Report(Revision value) => Add(value);
    }

    private sealed class CancelAt(CancellationTokenSource source) : IProgress<Revision>
    {
        public void Report(Revision value) => source.Cancel();
    }
}
