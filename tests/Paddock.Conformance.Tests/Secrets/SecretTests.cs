using System.Net;
using System.Text;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Secrets;

/// <summary>Secrets: they go in and never come out.</summary>
public sealed class SecretTests(ServerFixture server)
{
    private const string Secrets = "/v1/secrets";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Secret_Stored_IsInNoAnswerNoLogAndNoFile()
    {
        const string value = "p41nful-to-l0se-9137";
        var id = await server.Client.CreateAsync(Secrets, $$"""{"name":"kept","value":"{{value}}"}""", Cancellation);
        var listed = await server.Client.GetAsync(Secrets, Cancellation);
        listed.Body.ShouldContain($$"""{"id":"{{id}}","name":"kept"}""");
        listed.Body.ShouldNotContain(value);
        server.Server.Output.ToString().ShouldNotContain(value);
        foreach (var file in Directory.EnumerateFiles(server.Server.DataDirectory, "*", SearchOption.TopDirectoryOnly))
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream content = new();
            await stream.CopyToAsync(content, Cancellation);
            content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)).ShouldBe(-1, file);
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Secret_Deleted_IsGone()
    {
        var id = await server.Client.CreateAsync(Secrets, """{"name":"short-lived","value":"v"}""", Cancellation);
        (await server.Client.DeleteAsync($"{Secrets}/{id}", Cancellation)).Body.ShouldBe($$"""{"id":"{{id}}","deleted":true}""");
        (await server.Client.DeleteAsync($"{Secrets}/{id}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe($"secret \"{id}\" was not found");
        (await server.Client.GetAsync(Secrets, Cancellation)).Body.ShouldNotContain(id);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("/v1/execute-function", "{\"language\":\"python\",\"code\":\"def execute(input): return 1\",HTTP}")]
    [InlineData("/v1/execute", "{\"language\":\"python\",\"code\":\"print(1)\",HTTP}")]
    public async Task Reference_ToASecret_WorksInEveryExecution(string path, string body)
    {
        var id = await server.Client.CreateAsync(Secrets, """{"name":"token","value":"t0ken-of-the-door"}""", Cancellation);
        string Http(string secret) => "\"http\":{\"allow\":[{\"host\":\"a.example\",\"auth\":{\"bearer\":{\"secret_id\":\"SECRET\"}}}]}".Replace("SECRET", secret, StringComparison.Ordinal);
        (await server.Client.PostToAsync(path, body.Replace("HTTP", Http(id), StringComparison.Ordinal), Cancellation)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Client.PostToAsync(path, body.Replace("HTTP", Http("01JC0NF0RMANCE000000000000"), StringComparison.Ordinal), Cancellation))
            .ShouldFail(HttpStatusCode.BadRequest, 3).ShouldStartWith("http.allow[0].auth.bearer.secret_id names secret \"01JC0NF0RMANCE000000000000\"");
    }
}
