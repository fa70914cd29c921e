using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests;

/// <summary>The wire of the resources, pinned call by call: see tests/vectors/http/README.md.</summary>
public sealed partial class GoldenFlowTests
{
    /// <summary>Set to 1 to write the answers in the repository anew; read what changed before it is committed.</summary>
    private const string WriteSwitch = "PADDOCK_WRITE_VECTORS";

    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "vectors", "http", "flows");

    public static TheoryData<string> Flows => [.. Directory.EnumerateDirectories(_folder).Select(static path => Path.GetFileName(path)).Order()];

    [Fact]
    public void Flows_OfTheRepository_CoverEveryEndpoint()
    {
        string[] calls = [.. Directory.EnumerateFiles(_folder, "call", SearchOption.AllDirectories).Select(static file => Pattern(File.ReadAllText(file).Trim())).Distinct()];
        OpenApi().Where(static operation => operation is not ("GET /health" or "GET /metrics" or "GET /openapi.json"))
            .ShouldBeSubsetOf(calls);
    }

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task Flow_CallByCall_GetsItsAnswers(string flow)
    {
        await using TestServer server = await TestServer.StartAsync();
        Placeholders placeholders = new();
        string[] steps = [.. Directory.EnumerateDirectories(Path.Combine(_folder, flow)).Order()];
        steps.ShouldNotBeEmpty();
        foreach (string step in steps)
        {
            string[] call = placeholders.Fill(await ReadAsync(step, "call")).Trim().Split(' ');
            string outcome = Path.Combine(step, "outcome.json");
            server.Sandbox.OnRun = (_, _) => ValueTask.FromResult(GoldenTests.ReadOutcome(outcome));
            if (File.Exists(Path.Combine(step, "build.json")))
            {
                using JsonDocument build = JsonDocument.Parse(await ReadAsync(step, "build.json"));
                server.Builder.Finish(build.RootElement.GetProperty("log").GetString()!, build.RootElement.GetProperty("failure").GetString());
                await server.SettleAsync();
            }

            int executedBefore = server.Sandbox.Executions.Count;
            string? body = File.Exists(Path.Combine(step, "request.json")) ? placeholders.Fill(await ReadAsync(step, "request.json")) : null;

            (int status, string answer) = await SendAsync(server, new HttpMethod(call[0]), call[1], body);
            await server.SettleAsync();

            string title = $"{flow}/{Path.GetFileName(step)}";
            await CompareAsync(flow, step, "status", status.ToString(CultureInfo.InvariantCulture), title);
            await CompareAsync(flow, step, answer.StartsWith('{') ? "response.json" : "response.txt", placeholders.Hide(answer), title);
            (server.Sandbox.Executions.Count - executedBefore).ShouldBe(File.Exists(outcome) ? 1 : 0, title);
        }
    }

    /// <summary>As the SDKs page: the next page begins behind the last item, and only an empty page is the end.</summary>
    [Fact]
    public async Task Pager_ThatAsksUntilAPageIsEmpty_SeesEverythingOnceAndEnds()
    {
        await using TestServer server = await TestServer.StartAsync();
        for (int i = 0; i < 7; i++)
        {
            (await SendAsync(server, HttpMethod.Post, "/v1/secrets", $$"""{"name":"s{{i}}","value":"v"}""")).Status.ShouldBe(200);
        }

        List<string> names = [];
        int pages = 0;
        for (string after = ""; ; pages++)
        {
            pages.ShouldBeLessThan(10);
            (_, string body) = await SendAsync(server, HttpMethod.Get, $"/v1/secrets?limit=3{after}", null);
            using JsonDocument page = JsonDocument.Parse(body);
            JsonElement[] items = [.. page.RootElement.GetProperty("secrets").EnumerateArray()];
            if (items.Length == 0)
            {
                break;
            }

            names.AddRange(items.Select(static item => item.GetProperty("name").GetString()!));
            after = $"&starting_after={items[^1].GetProperty("id").GetString()}";
        }

        (pages, string.Join(' ', names)).ShouldBe((3, "s6 s5 s4 s3 s2 s1 s0"));
    }

    private static async Task<(int Status, string Body)> SendAsync(TestServer server, HttpMethod method, string path, string? body)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<string> ReadAsync(string step, string file) => File.ReadAllTextAsync(Path.Combine(step, file), TestContext.Current.CancellationToken);

    private static async Task CompareAsync(string flow, string step, string file, string actual, string title)
    {
        if (Environment.GetEnvironmentVariable(WriteSwitch) == "1")
        {
            string source = Path.Combine(Repository.Root, "tests", "vectors", "http", "flows", flow, Path.GetFileName(step), file);
            await File.WriteAllTextAsync(source, actual, TestContext.Current.CancellationToken);
            return;
        }

        actual.ShouldBe(await ReadAsync(step, file), $"{title}: {file}");
    }

    private static IEnumerable<string> OpenApi() => Paddock.Server.OpenApi.ApiOperations.All.Select(static operation => $"{operation.Method} {operation.Path}");

    private static string Pattern(string call)
    {
        string[] parts = call.Split('?')[0].Split('/');
        return OpenApi().First(operation => operation.Split('/') is { } pattern && pattern.Length == parts.Length
            && pattern.Zip(parts).All(static pair => pair.First.StartsWith('{') || pair.First == pair.Second));
    }

    /// <summary>Stand-ins for what is another each time: ids, in the order in which they first appear, and times.</summary>
    private sealed partial class Placeholders
    {
        private readonly List<string> _ids = [];

        public string Fill(string text) => Named().Replace(text, match => _ids[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1]);

        public string Hide(string text)
        {
            string withoutIds = Id().Replace(text, match =>
            {
                if (!_ids.Contains(match.Value))
                {
                    _ids.Add(match.Value);
                }

                return $"<ID{_ids.IndexOf(match.Value) + 1}>";
            });
            return Time().Replace(withoutIds, "<TIME>");
        }

        [GeneratedRegex("<ID([0-9]+)>")]
        private static partial Regex Named();

        // Not those that the requests make up, which begin with zeros.
        [GeneratedRegex(@"\b01[0-9A-HJKMNP-TV-Z]{24}\b")]
        private static partial Regex Id();

        [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")]
        private static partial Regex Time();
    }
}
