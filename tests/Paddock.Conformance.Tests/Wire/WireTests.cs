using System.Net;
using System.Text;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Wire;

/// <summary>HTTP itself: paths, methods, sizes, versions, and <c>/health</c>.</summary>
public sealed class WireTests(ServerFixture server)
{
    private const int BodyCap = 64 << 20;

    private static readonly string[] _stepsOfAnExecution = ["queue", "dispatch", "run", "result"];
    private static readonly string[] _stepsOfACell = ["spawn", "cage", "refill"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/execute-functions")]
    [InlineData("/v1/execute-function/x")]
    public async Task Path_Unknown_IsNotFoundInJson(string path) =>
        (await server.Client.GetAsync(path, Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Method_Wrong_IsNotAllowedInJson(string method)
    {
        var reply = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), PaddockClient.ExecuteFunction), Cancellation);

        reply.Status.ShouldBe(HttpStatusCode.MethodNotAllowed, reply.ToString());
        reply.ContentType.ShouldBe("application/json");
        reply.Json().GetProperty("code").ValueKind.ShouldBe(JsonValueKind.Number);
        reply.Json().GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        reply.Headers["Allow"].ShouldContain("POST");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_OverTheLimitByItsLength_IsRefused()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PaddockClient.ExecuteFunction)
        {
            Content = PaddockClient.JsonContent(new byte[BodyCap + 1]),
        };
        request.Headers.ExpectContinue = true;

        (await server.Client.SendAsync(request, Cancellation)).ShouldFail(HttpStatusCode.RequestEntityTooLarge, 3);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_JustBelowTheLimit_IsRead()
    {
        const string Start = """{"language":"python","code":"def execute(input): return 1","padding":" """;
        var body = Start + new string('x', BodyCap - Start.Length - 2) + "\"}";

        var reply = await server.Client.PostAsync(body, Cancellation);

        reply.Answer().ShouldBeValid("1");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_InChunks_IsRead()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PaddockClient.ExecuteFunction)
        {
            Content = PaddockClient.JsonContent(Encoding.UTF8.GetBytes("""{"language":"python","code":"def execute(input): return 1"}""")),
        };
        request.Headers.TransferEncodingChunked = true;

        (await server.Client.SendAsync(request, Cancellation)).Answer().ShouldBeValid("1");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_WithByteOrderMark_IsRead()
    {
        byte[] body = [0xef, 0xbb, 0xbf, .. """{"language":"python","code":"def execute(input): return 1"}"""u8];

        (await server.Client.PostAsync(body, Cancellation)).Answer().ShouldBeValid("1");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Answer_Always_HasNoServerHeader() =>
        (await server.Client.GetAsync("/health", Cancellation)).Headers.ContainsKey("Server").ShouldBeFalse();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Health_WithoutAKey_NamesEveryLayer()
    {
        var reply = await server.Client.GetAsync("/health", Cancellation, anonymous: true);

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.ContentType.ShouldBe("application/json");
        var layers = reply.Json().GetProperty("layers").EnumerateArray().ToList();
        layers.Count.ShouldBeGreaterThanOrEqualTo(5, reply.ToString());
        foreach (var layer in layers)
        {
            layer.GetProperty("name").GetString().ShouldNotBeNullOrWhiteSpace();
            layer.GetProperty("state").GetString().ShouldBe("active", layer.ToString());
        }

        string.Join(' ', layers.Select(layer => layer.GetProperty("name").GetString())).ShouldSatisfyAllConditions(
            names => names.ShouldContain("seccomp", Case.Insensitive),
            names => names.ShouldContain("landlock", Case.Insensitive),
            names => names.ShouldContain("namespaces", Case.Insensitive),
            names => names.ShouldContain("cgroup", Case.Insensitive));
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Health_Always_ShowsNothingOfTheCallers()
    {
        var reply = await server.Client.GetAsync("/health", Cancellation, anonymous: true);

        reply.Body.ShouldNotContain("riza_");
        reply.Body.ShouldNotContain(server.Server.DataDirectory);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Metrics_AfterAnExecution_CountItAndItsSteps()
    {
        var before = await server.Client.GetAsync("/metrics", Cancellation);
        (await server.Client.ExecuteAsync(new FunctionCall("python", "def execute(input): return 1"), Cancellation)).ShouldBeValid("1");

        var after = await server.Client.GetAsync("/metrics", Cancellation);

        after.Status.ShouldBe(HttpStatusCode.OK, after.ToString());
        string[] counted =
        [
            "paddock_executions_total{pool=\"python\",ending=\"exited\"}",
            .. _stepsOfAnExecution.Select(static step => $"paddock_step_seconds_count{{pool=\"python\",step=\"{step}\"}}"),
        ];
        foreach (var series in counted)
        {
            Sample(after.Body, series).ShouldBeGreaterThan(Sample(before.Body, series), series);
        }

        // those of cells that are made meanwhile
        foreach (var step in _stepsOfACell)
        {
            Sample(after.Body, $"paddock_step_seconds_count{{pool=\"python\",step=\"{step}\"}}").ShouldBeGreaterThan(0, step);
        }
    }

    private static double Sample(string metrics, string series) => double.Parse(
        metrics.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal))[series.Length..], System.Globalization.CultureInfo.InvariantCulture);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Log_AfterAnExecution_HoldsNothingOfIt()
    {
        const string Marker = "marker-7c1f0a";
        await server.Client.ExecuteAsync(
            new FunctionCall("python", $"def execute(input):\n    print('{Marker}')\n    raise ValueError('{Marker}')")
            {
                Input = $"\"{Marker}\"",
                Env = new Dictionary<string, string> { ["NAME"] = Marker },
                Files = new Dictionary<string, string> { [Marker] = Marker },
            },
            Cancellation);
        await server.Client.PostAsync($$$"""{"language":"python","code":"{{{Marker}}}","env":{"{{{Marker}}}":5}}""", Cancellation);

        server.Server.Output.ToString().ShouldNotContain(Marker);
        server.Server.Output.ToString().ShouldNotContain(ServerSettings.Key);
    }
}
