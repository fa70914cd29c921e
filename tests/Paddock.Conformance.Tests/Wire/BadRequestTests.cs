using System.Net;
using System.Text;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Wire;

/// <summary>A request that breaks a rule gets 400, code 3, and a message that names the field.</summary>
public sealed class BadRequestTests(ServerFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"language":"python"}""", "code")]
    [InlineData("""{"language":"python","code":null}""", "code")]
    [InlineData("""{"language":"python","code":5}""", "code")]
    [InlineData("""{"language":"python","code":["x"]}""", "code")]
    [InlineData("""{"language":"python","code":"x = '\ud800'"}""", "code")]
    [InlineData("""{"code":"x"}""", "language")]
    [InlineData("""{"language":null,"code":"x"}""", "language")]
    [InlineData("""{"language":"","code":"x"}""", "language")]
    [InlineData("""{"language":"cobol","code":"x"}""", "language")]
    [InlineData("""{"language":"ruby","code":"x"}""", "language")]
    [InlineData("""{"language":" python","code":"x"}""", "language")]
    [InlineData("""{"language":3,"code":"x"}""", "language")]
    public async Task Source_ThatBreaksARule_IsRefused(string body, string field) => await IsRefusedAsync(body, field);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"NAME":5}""", "env.NAME")]
    [InlineData("""{"NAME":null}""", "env.NAME")]
    [InlineData("""{"NAME":["x"]}""", "env.NAME")]
    [InlineData("""{"NAME":"a\u0000b"}""", "env.NAME")]
    [InlineData("""{"":"x"}""", "env")]
    [InlineData("""{"A=B":"x"}""", "env")]
    [InlineData("""{"A\u0000B":"x"}""", "env")]
    [InlineData("\"NAME=x\"", "env")]
    [InlineData("""["NAME=x"]""", "env")]
    [InlineData("5", "env")]
    public async Task Env_ThatBreaksARule_IsRefused(string env, string field) => await IsRefusedAsync(With("env", env), field);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Env_LargerThanPublished_IsRefused()
    {
        await IsRefusedAsync(With("env", $"{{{string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"N{i}\":\"v\""))}}}"), "env");
        await IsRefusedAsync(With("env", $"{{\"{new string('N', 4097)}\":\"v\"}}"), "env");
        await IsRefusedAsync(With("env", $"{{\"NAME\":\"{new string('v', 102_401)}\"}}"), "env.NAME");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("/etc/passwd")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData(".")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    [InlineData("a\\u007fb")]
    [InlineData("\\ud800")]
    public async Task FilePath_ThatBreaksARule_IsRefused(string path) =>
        await IsRefusedAsync(With("files", $$"""[{"path":"{{path}}","contents":"x"}]"""), "files[0].path");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task FilePath_TooLong_IsRefused()
    {
        await IsRefusedAsync(With("files", $$"""[{"path":"{{new string('a', 256)}}","contents":"x"}]"""), "files[0].path");
        var deep = string.Join('/', Enumerable.Repeat(new string('a', 200), 25));
        await IsRefusedAsync(With("files", $$"""[{"path":"{{deep}}","contents":"x"}]"""), "files[0].path");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""[{"path":"a","contents":""},{"path":"a","contents":""}]""", "files[1].path")]
    [InlineData("""[{"path":"a","contents":""},{"path":"a/b","contents":""}]""", "files[1].path")]
    [InlineData("""[{"path":"a/b","contents":""},{"path":"a","contents":""}]""", "files[")]
    [InlineData("""[{"contents":"x"}]""", "files[0].path")]
    [InlineData("""[{"path":5,"contents":"x"}]""", "files[0].path")]
    [InlineData("""[{"path":"a"}]""", "files[0].contents")]
    [InlineData("""[{"path":"a","contents":5}]""", "files[0].contents")]
    [InlineData("""[{"path":"a","contents":""},"b"]""", "files[1]")]
    [InlineData("""{"a":"x"}""", "files")]
    [InlineData("\"a\"", "files")]
    public async Task Files_ThatBreakARule_AreRefused(string files, string field) => await IsRefusedAsync(With("files", files), field);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("execution_timeout", "-1")]
    [InlineData("execution_timeout", "1.5")]
    [InlineData("execution_timeout", "0.5")]
    [InlineData("execution_timeout", "\"30\"")]
    [InlineData("execution_timeout", "true")]
    [InlineData("execution_timeout", "[30]")]
    [InlineData("execution_timeout", "1000000")]
    [InlineData("execution_timeout", "1e400")]
    [InlineData("execution_timeout", "99999999999999999999")]
    [InlineData("memory_size", "-128")]
    [InlineData("memory_size", "128.5")]
    [InlineData("memory_size", "\"128\"")]
    [InlineData("memory_size", "10000000")]
    [InlineData("memory_size", "18446744073709551616")]
    public async Task Limit_ThatBreaksARule_IsRefused(string name, string value) =>
        await IsRefusedAsync(With("limits", $$$"""{"{{{name}}}":{{{value}}}}"""), $"limits.{name}");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("limits", "\"none\"")]
    [InlineData("limits", "30")]
    [InlineData("http", "\"*\"")]
    [InlineData("http", "true")]
    [InlineData("http.allow", """{"allow":"*"}""")]
    [InlineData("http.allow[0]", """{"allow":["*"]}""")]
    [InlineData("http.allow[0].host", """{"allow":[{}]}""")]
    [InlineData("http.allow[0].host", """{"allow":[{"host":""}]}""")]
    [InlineData("http.allow[0].host", """{"allow":[{"host":"a b"}]}""")]
    [InlineData("http.allow[0].host", """{"allow":[{"host":"a\u0000.example"}]}""")]
    [InlineData("http.allow[0].auth", """{"allow":[{"host":"a.example","auth":5}]}""")]
    [InlineData("runtime_revision_id", "5")]
    public async Task Member_OfTheWrongForm_IsRefused(string field, string value) =>
        await IsRefusedAsync(With(field.Split('.')[0], value), field);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Code_OverOneMebibyte_IsRefused()
    {
        const int Cap = 1 << 20;
        const string Function = "def execute(input): return 1\\n";

        await IsRefusedAsync($$"""{"language":"python","code":"{{new string('#', Cap + 1)}}"}""", "code");
        (await server.Client.ExecuteAsync(
            $$"""{"language":"python","code":"{{Function}}{{new string('#', Cap - Function.Length + 1)}}"}""", Cancellation)).ShouldBeValid("1");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    [InlineData("""{"language":"python","code":"x""")]
    [InlineData("""{"language":"python","code":"x",}""")]
    [InlineData("""{"language":"python","code":"x"} {}""")]
    [InlineData("""{"language":"python",/* c */"code":"x"}""")]
    [InlineData("""{"language":"python","code":"x","input":NaN}""")]
    [InlineData("""{"language":"python","code":"x","input":01}""")]
    [InlineData("""{"language":"python","code":"x","input":'a'}""")]
    public async Task Body_ThatIsNoJsonObject_IsRefused(string body) => await IsRefusedAsync(body, "");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_ThatIsNoUtf8_IsRefused()
    {
        byte[] body = [.. """{"language":"python","code":"def execute(input): return 1","input":"a"""u8, 0xff, 0xfe, .. "\"}"u8];

        (await server.Client.PostAsync(body, Cancellation)).ShouldFail(HttpStatusCode.BadRequest, 3);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Input_NestedTooDeep_IsRefused()
    {
        const int Deep = 100_000;

        await IsRefusedAsync(With("input", new string('[', Deep) + new string(']', Deep)), "nested");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Message_OfARefusal_ShowsNoSecret()
    {
        const string Secret = "5up3r-s3cret";

        var message = await IsRefusedAsync(
            With("http", $$$$"""{"allow":[{"host":"a b","auth":{"bearer":{"token":"{{{{Secret}}}}"}}}]}"""), "http");

        message.ShouldNotContain(Secret);
    }

    private static string With(string member, string value) =>
        $$$"""{"language":"python","code":"def execute(input): return 1","{{{member}}}":{{{value}}}}""";

    private async Task<string> IsRefusedAsync(string body, string field)
    {
        var reply = await server.Client.PostAsync(Encoding.UTF8.GetBytes(body), Cancellation);

        var message = reply.ShouldFail(HttpStatusCode.BadRequest, 3);
        message.ShouldContain(field, Case.Sensitive);
        return message;
    }
}
