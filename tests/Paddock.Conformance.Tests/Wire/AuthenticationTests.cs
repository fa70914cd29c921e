using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Wire;

/// <summary>Bearer keys.</summary>
public sealed class AuthenticationTests(ServerFixture server)
{
    private const string Body = """{"language":"python","code":"def execute(input): return 1"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(null)]
    [InlineData("Bearer riza_01JC0NF0RMANCE000000000000_01JC0NF0RMANCE0000000000XX")]
    [InlineData("Bearer riza_01JC0NF0RMANCE000000000000_01JC0NF0RMANCE00000000000")]
    [InlineData("Bearer riza_01JC0NF0RMANCE000000000000_01JC0NF0RMANCE0000000000011")]
    [InlineData("Bearer " + ServerSettings.Key + "," + ServerSettings.OtherKey)]
    [InlineData("Bearer " + ServerSettings.Key + " " + ServerSettings.OtherKey)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer" + ServerSettings.Key)]
    [InlineData("Basic " + ServerSettings.Key)]
    [InlineData(ServerSettings.Key)]
    [InlineData("Bearer \"" + ServerSettings.Key + "\"")]
    public async Task Request_WithoutAKnownKey_IsRefusedAsPublished(string? header)
    {
        var reply = await SendAsync(header, Body);

        reply.Status.ShouldBe(HttpStatusCode.Unauthorized);
        reply.ContentType.ShouldBe("application/json");
        reply.Body.ShouldBe("""{"code":16,"message":"unauthenticated"}""");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Request_WithoutAKnownKey_IsRefusedBeforeItsBodyIsLookedAt() =>
        (await SendAsync(null, "no json")).ShouldFail(HttpStatusCode.Unauthorized, 16);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("Bearer " + ServerSettings.Key)]
    [InlineData("Bearer " + ServerSettings.OtherKey)]
    [InlineData("bearer " + ServerSettings.Key)]
    public async Task Request_WithAnyConfiguredKey_Runs(string header) =>
        (await SendAsync(header, Body)).Answer().ShouldBeValid("1");

    private Task<ApiReply> SendAsync(string? header, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PaddockClient.ExecuteFunction)
        {
            Content = PaddockClient.JsonContent(System.Text.Encoding.UTF8.GetBytes(body)),
        };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header).ShouldBeTrue();
        }

        return server.Client.SendAsync(request, Cancellation, anonymous: true);
    }
}
