using System.Net.Sockets;
using System.Text;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Authentication;

public sealed class BearerAuthenticationTests
{
    private const string Call = """{"language":"python","code":"c"}""";

    [Theory]
    [InlineData("Bearer riza_test_key")]
    [InlineData("bearer riza_test_key")]
    [InlineData("BEARER   riza_test_key  ")]
    public async Task Key_Right_IsLetIn(string header) => (await StatusOf(header)).ShouldBe(200);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("riza_test_key")]
    [InlineData("Basic riza_test_key")]
    [InlineData("Bearerriza_test_key")]
    [InlineData("Bearer riza_test_keys")]
    [InlineData("Bearer riza_test_ke")]
    [InlineData("Bearer RIZA_TEST_KEY")]
    [InlineData("Bearer riza_test_key, Bearer riza_test_key")]
    public async Task Key_MissingOrWrong_IsRefused(string? header) => (await StatusOf(header)).ShouldBe(401);

    [Fact]
    public async Task Key_VeryLong_IsRefused() => (await StatusOf($"Bearer {new string('x', 20_000)}")).ShouldBe(401);

    [Fact]
    public async Task Key_EachOfSeveral_IsLetIn()
    {
        await using TestServer server = await TestServer.StartAsync(("PADDOCK_API_KEYS", " first-key , riza_test_key,"));
        (await server.CallAsync(Call)).Status.ShouldBe(200);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "first-key");
        (await server.CallAsync(Call)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Refusal_Always_HasTheExactBodyOfTheOriginal()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Client.DefaultRequestHeaders.Authorization = null;
        using HttpResponseMessage response = await server.PostAsync(Call);
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        body.ShouldBe("""{"code":16,"message":"unauthenticated"}"""u8.ToArray());
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        server.Sandbox.Executions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Routes_AllButHealthAndTheDocument_NeedAKey()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Client.DefaultRequestHeaders.Authorization = null;
        (string Method, string Path)[] routes = [.. server.Routes.Where(static route => route.Path is not ("/health" or "/openapi.json"))];
        routes.ShouldNotBeEmpty();
        foreach ((string method, string path) in routes)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), path);
            using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBe(401, path);
        }
    }

    [Fact]
    public async Task Refusal_OfAnUploadThatWaits_ComesBeforeItsBodyIsAskedFor()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using NetworkStream stream = await server.ConnectAsync();
        await stream.WriteAsync(
            "POST /v1/execute-function HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken);
        byte[] buffer = new byte[64];
        int length = await stream.ReadAtLeastAsync(buffer, 20, cancellationToken: TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(buffer, 0, length).ShouldStartWith("HTTP/1.1 401 Unauthorized");
    }

    private static async Task<int> StatusOf(string? header)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/execute-function") { Content = new StringContent(Call) };
        server.Client.DefaultRequestHeaders.Authorization = null;
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
