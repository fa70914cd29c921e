using System.Text;
using System.Text.Json;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Tools;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Records;
using Paddock.Core.Secrets;

namespace Paddock.Core.Tests.Records;

public sealed class RecordBuilderTests
{
    private const int Room = 1024 * 1024;
    private const string Token = "s3cr3t-t0ken/+\"é";

    [Fact]
    public void Function_WithEverything_IsKeptAsSentInThePublishedForm()
    {
        ExecutionRecord record = RecordBuilder.Build(
            Ended.Function(
                """
                 { "language": "PYTHON", "code": "c\u0041", "code": "d", "env": {"A":"1"}, "files": [{"path":"a","content":"x","mode":5}], "unknown": {"a":1},
                 "limits": {"execution_timeout": 1e1, "memory_size": 0}, "input": [1.50, 1e400, 12345678901234567890, "\ud800", {"b": null}],
                 "allow_http_hosts": ["x.example"], "http": {"allow": [{"host":"y.example","port":1}], "deny": 5}, "runtime_revision_id": null }
                """,
                """[ "\u0041", {"a":1.0} ]""",
                "out\u0001\u2028😀\"\\",
                "err",
                "paddock: note\n"),
            Room);
        Text(record.Request).ShouldBe(
            """{"language":"PYTHON","code":"d","limits":{"execution_timeout":10,"memory_size":0},"http":{"allow":[{"host":"y.example"}]},"allow_http_hosts":["x.example"],"env":{"A":"1"},"input":[1.50,1e400,12345678901234567890,"\ud800",{"b":null}],"files":[{"path":"a","contents":"x"}]}""");
        Text(record.Response).ShouldBe(
            "{\"output_status\":\"valid\",\"execution\":{\"id\":\"01JC0NF0RMANCE000000000001\",\"exit_code\":0,\"stdout\":\"out\\u0001\u2028😀\\\"\\\\\",\"stderr\":\"errpaddock: note\\n\",\"duration\":7,\"termination_reason\":\"exited\"},\"output\":[\"\\u0041\",{\"a\":1.0}]}");
        record.Network.IsEmpty.ShouldBeTrue();
        (record.Id, record.ProjectId, record.Kind, record.ToolId, record.Language).ShouldBe((Ended.Id, "00000000000000000000000000", ExecutionKind.Function, null, "python"));
        JsonSerializer.Deserialize<ExecuteFunctionRequest>(record.Request.Span).ShouldNotBeNull().Limits!.ExecutionTimeout.ShouldBe(10);
        JsonSerializer.Deserialize<ExecuteFunctionResponse>(record.Response.Span).ShouldNotBeNull().Execution.Stdout.ShouldBe("out\u0001\u2028😀\"\\");
    }

    [Theory]
    [InlineData("""{"env":[],"http":[],"limits":[],"files":[],"code":"c","language":"php"}""", """{"language":"php","code":"c","files":[]}""")]
    [InlineData("{\"language\":\"python\",\"code\":\"c\",\"env\":null,\"http\":null,\"files\":null,\"limits\":null}", "{\"language\":\"python\",\"code\":\"c\"}")]
    [InlineData("\uFEFF{\"language\":\"python\",\"code\":\"c\",\"stdin\":\"s\",\"args\":[\"a\"],\"input\":5}", "{\"language\":\"python\",\"code\":\"c\",\"args\":[\"a\"],\"stdin\":\"s\"}")]
    [InlineData("{\"language\":\"python\",\"code\":\"c\",\"http\":{\"\\ud800\":1,\"allow\":[{\"\\udfff\":2,\"host\":\"a.example\"}]},\"limits\":{\"\\ud800\":1}}", "{\"language\":\"python\",\"code\":\"c\",\"limits\":{},\"http\":{\"allow\":[{\"host\":\"a.example\"}]}}")]
    public void Script_InOlderForms_IsKeptInThePublishedForm(string body, string request)
    {
        ExecutionRecord record = RecordBuilder.Build(Ended.Of(ExecutionKind.Script, Encoding.UTF8.GetBytes(body), [], "null", "o", "", ""), Room);
        Text(record.Request).ShouldBe(request);
        Text(record.Response).ShouldBe("""{"id":"01JC0NF0RMANCE000000000001","exit_code":0,"stdout":"o","stderr":"","duration":7,"termination_reason":"exited"}""");
    }

    [Fact]
    public void Tool_WithSecrets_ShowsTheirIdsAndHidesTheirValues()
    {
        ExecutionRecord record = RecordBuilder.Build(
            Ended.Tool(
                """{"input":{"k":"my stored value!"},"env":[{"name":"A","value":"inline"},{"name":"B","secret_id":"X"}],"revision_id":"R"}""",
                """{"stored value":["a stored value b","stored valu"]}""",
                "stored value|c3RvcmVkIHZhbHVl|stored%20value|stored+value",
                "stored value"),
            Room);
        Text(record.Request).ShouldBe("""{"revision_id":"R","env":[{"name":"A","value":"inline"},{"name":"B","secret_id":"X"}],"input":{"k":"my ***!"}}""");
        Text(record.Response).ShouldContain("""{"***":["a *** b","stored valu"]}""");
        Text(record.Response).ShouldContain("\"stdout\":\"***|***|***|***\"");
        JsonSerializer.Deserialize<ExecuteToolRequest>(record.Request.Span).ShouldNotBeNull().Environment!.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"basic\":{\"user_id\":\"bob\",\"password\":TOKEN}}", "{\"basic\":{\"user_id\":\"***\",\"password\":\"***\"}}")]
    [InlineData("{\"bearer\":{\"token\":TOKEN}}", "{\"bearer\":{\"token\":\"***\"}}")]
    [InlineData("{\"header\":{\"name\":\"X-Key\",\"token\":TOKEN}}", "{\"header\":{\"name\":\"X-Key\",\"token\":\"***\"}}")]
    [InlineData("{\"header\":{\"name\":\"X-Key\",\"value\":TOKEN},\"basic\":null}", "{\"header\":{\"name\":\"X-Key\",\"value\":\"***\"}}")]
    [InlineData("{\"query\":{\"key\":\"k\",\"value\":TOKEN}}", "{\"query\":{\"key\":\"k\",\"value\":\"***\"}}")]
    [InlineData("{\"query\":{\"key\":\"k\",\"value\":\"\"}}", "{\"query\":{\"key\":\"k\",\"value\":\"***\"}}")]
    public void Credential_OfEachKind_IsHiddenWhereverItStands(string auth, string shown)
    {
        string token = JsonSerializer.Serialize(Token);
        ExecutionRecord record = RecordBuilder.Build(
            Ended.Function(
                "{\"language\":\"python\",\"code\":" + token + ",\"input\":" + token + ",\"http\":{\"allow\":[{\"host\":\"a.example\",\"auth\":"
                + auth.Replace("TOKEN", token, StringComparison.Ordinal) + "}]}}",
                $"[{token},{JsonSerializer.Serialize(token)}]",
                $"as it is {Token}, as JSON {token}, {JsonSerializer.Serialize(Token, JsonSerializerOptions.Web)}"),
            Room);
        Text(record.Request).ShouldContain($"\"auth\":{shown}");
        foreach (string side in new[] { Text(record.Request), Text(record.Response) })
        {
            JsonDocument.Parse(side).Dispose();
            if (auth.Contains("TOKEN", StringComparison.Ordinal))
            {
                side.ShouldNotContain("s3cr3t");
            }
        }
    }

    [Fact]
    public void Secret_InANumber_HidesTheNumber()
    {
        ExecutionRecord record = RecordBuilder.Build(Ended.Tool("{\"input\":12345678}", "[12345678,1.12345678e5,1234567]", "", "12345678"), Room);
        Text(record.Request).ShouldBe("{\"input\":\"***\"}");
        Text(record.Response).ShouldEndWith("\"output\":[\"***\",\"***\",1234567]}");
    }

    [Fact]
    public void Secret_OfThreeCharacters_IsHiddenAsAWholeTextOnly()
    {
        ExecutionRecord record = RecordBuilder.Build(Ended.Tool("{}", "[\"abc\",\"abcd\",{\"abc\":1}]", "abc", "abc"), Room);
        Text(record.Response).ShouldEndWith("\"output\":[\"***\",\"abcd\",{\"***\":1}]}");
        Text(record.Response).ShouldContain("\"stdout\":\"***\"");
    }

    [Fact]
    public void Secrets_ThatOverlap_LeaveNothingOfEither() =>
        Text(RecordBuilder.Build(Ended.Tool("{}", "\"xabcdefx abcdabcd\"", "", "abcd", "cdef"), Room).Response).ShouldEndWith("\"output\":\"x***x ***\"}");

    [Fact]
    public void Nesting_OfAThousandLevels_IsKept()
    {
        string deep = string.Concat(new string('[', 999), "\"stored value\"", new string(']', 999));
        ExecutionRecord record = RecordBuilder.Build(Ended.Tool($$"""{"input":{{deep}}}""", deep, "", "stored value"), Room);
        string hidden = deep.Replace("stored value", "***", StringComparison.Ordinal);
        Text(record.Request).ShouldBe($$"""{"input":{{hidden}}}""");
        Text(record.Response).ShouldContain(hidden);
    }

    [Fact]
    public void Network_OfAnExecution_IsListedWithWhatIsNot()
    {
        GrantRequest request = new()
        {
            Method = "GET",
            Scheme = "https",
            Host = "a.example",
            Path = "/stored value?q=***",
            IsAllowed = true,
            Status = 200,
            SentBytes = 1,
            ReceivedBytes = 2,
            Duration = TimeSpan.FromMilliseconds(2.5),
        };
        ExecutionRecord record = RecordBuilder.Build(Ended.Tool("{}", "null", "", "stored value") with { Network = new GrantReport([request], 3, []) }, Room);
        Text(record.Network).ShouldBe(
            """{"requests":[{"method":"GET","url":"https://a.example/***?q=***","allowed":true,"status":200,"sent_bytes":1,"received_bytes":2,"duration":3}],"unlisted":3}""");
        Text(NetworkRecord.RequestsOf(record.Network.Span).ToArray()).ShouldStartWith("[{\"method\"");
        NetworkRecord.UnlistedOf(record.Network.Span).ShouldBe(3);
    }

    [Theory]
    [InlineData("stdout")]
    [InlineData("output")]
    [InlineData("input")]
    [InlineData("files")]
    [InlineData("numbers")]
    [InlineData("everything")]
    public void Execution_LargerThanARecord_IsCutAndStaysJson(string what)
    {
        const int max = 64 * 1024;
        string text = new('x', 300_000);
        string numbers = $"[{string.Join(',', Enumerable.Range(0, 100_000))}]";
        bool Is(string part) => what == part || what == "everything";
        string input = Is("numbers") ? numbers : Is("input") ? $"{{\"a\":\"{text}\",\"b\":[1,2]}}" : "5";
        string files = Is("files") ? string.Join(',', Enumerable.Range(0, 900).Select(i => $$"""{"path":"f{{i}}","contents":"{{text[..1000]}}"}""")) : "";
        ExecutionRecord record = RecordBuilder.Build(
            Ended.Function(
                $$"""{"language":"python","code":"short","input":{{input}},"files":[{{files}}]}""",
                Is("output") ? $"[\"{text}\",\"short\"]" : "null",
                Is("stdout") ? text : "short",
                "short",
                "paddock: note\n"),
            max);
        (record.Request.Length + record.Response.Length).ShouldBeLessThan(max * 5 / 4);
        ExecuteFunctionRequest request = JsonSerializer.Deserialize<ExecuteFunctionRequest>(record.Request.Span).ShouldNotBeNull();
        ExecuteFunctionResponse response = JsonSerializer.Deserialize<ExecuteFunctionResponse>(record.Response.Span).ShouldNotBeNull();
        request.Code.ShouldBe("short");
        response.Execution.Stderr.ShouldBe("shortpaddock: note\n");
        if (Is("stdout"))
        {
            response.Execution.Stdout.ShouldEndWith("x… (cut by Paddock: 300000 bytes in all)\n");
            response.Execution.Stdout.Length.ShouldBeGreaterThan(max / 8);
        }
        else
        {
            response.Execution.Stdout.ShouldBe("short");
        }

        if (what == "numbers")
        {
            request.Input!.Value.EnumerateArray().Last().GetString().ShouldBe("… (left out by Paddock: the record is full)");
            record.Request.Length.ShouldBeGreaterThan(max / 4);
        }
    }

    [Fact]
    public void Secret_AtACut_IsHiddenWithItsFirstHalf()
    {
        string stdout = string.Concat(Enumerable.Repeat("stored value", 50_000));
        for (int max = 8192; max < 8192 + 12; max++)
        {
            Text(RecordBuilder.Build(Ended.Tool("{}", "null", "." + stdout, "stored value"), max).Response).ShouldContain("\"stdout\":\".***… (cut by Paddock: 600001 bytes in all)");
        }
    }

    [Fact]
    public async Task Mask_OfCraftedSecretsAndText_TakesNoTimeToSpeakOf()
    {
        string[] secrets = [.. Enumerable.Range(0, 50).Select(static i => new string('a', 90_000 + i) + "b")];
        EndedExecution ended = Ended.Tool("{}", "null", new string('a', 800_000), secrets);
        ExecutionRecord record = await Task.Run(() => RecordBuilder.Build(ended, Room), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Text(record.Response).ShouldContain("\"stdout\":\"***\"");
    }

    [Fact]
    public void Hosts_WithStoredSecrets_AreHiddenToo()
    {
        EndedExecution ended = Ended.Function(
            """{"language":"python","code":"c","http":{"allow":[{"host":"a.example","auth":{"bearer":{"secret_id":"X"}}}]}}""", "\"stored value\"");
        ended = ended with { Hosts = [.. ended.Hosts.Select(static host => host with { Credential = host.Credential!.With(new Secret("stored value")), Secret = null })] };
        ExecutionRecord record = RecordBuilder.Build(ended, Room);
        Text(record.Request).ShouldContain("\"auth\":{\"bearer\":{\"secret_id\":\"X\"}}");
        Text(record.Response).ShouldEndWith("\"output\":\"***\"}");
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
