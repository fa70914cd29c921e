using System.Net;
using Paddock.Client.Errors;
using Paddock.Client.Tests.Fakes;
using Paddock.Contracts.Errors;

namespace Paddock.Client.Tests.Http;

/// <summary>Which exception an answer becomes, and what it says.</summary>
public sealed class ErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(302, typeof(UnexpectedStatusException))]
    [InlineData(400, typeof(BadRequestException))]
    [InlineData(401, typeof(AuthenticationException))]
    [InlineData(403, typeof(PermissionDeniedException))]
    [InlineData(404, typeof(NotFoundException))]
    [InlineData(405, typeof(UnexpectedStatusException))]
    [InlineData(409, typeof(ConflictException))]
    [InlineData(413, typeof(PayloadTooLargeException))]
    [InlineData(422, typeof(UnprocessableEntityException))]
    [InlineData(429, typeof(RateLimitException))]
    [InlineData(500, typeof(InternalServerException))]
    [InlineData(503, typeof(InternalServerException))]
    public async Task Status_OfAnAnswer_ChoosesTheException(int status, Type expected)
    {
        var error = await FailAsync(new FakeServer().Answers((HttpStatusCode)status, """{"code":5,"message":"tool \"X\" was not found"}"""));

        error.ShouldBeOfType(expected);
        error.Status.ShouldBe(status);
        error.Code.ShouldBe(StatusCode.NotFound);
        error.ServerMessage.ShouldBe("tool \"X\" was not found");
        error.Message.ShouldBe($"{status} tool \"X\" was not found");
    }

    [Theory]
    [InlineData("", "502 status code (no body)", null)]
    [InlineData("   ", "502 status code (no body)", null)]
    [InlineData("<html>bad gateway</html>", "502 <html>bad gateway</html>", null)]
    [InlineData("[1]", "502 [1]", null)]
    [InlineData("{\"code\":14}", "502 {\"code\":14}", 14)]
    [InlineData("{\"code\":\"x\",\"message\":\"y\"}", "502 {\"code\":\"x\",\"message\":\"y\"}", null)]
    public async Task Body_ThatIsNoStatus_IsShown(string body, string message, int? code)
    {
        var error = await FailAsync(new FakeServer().Answers(HttpStatusCode.BadGateway, body));

        error.Message.ShouldBe(message);
        error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Body_ThatIsLong_IsShownInPart() =>
        (await FailAsync(new FakeServer().Answers(HttpStatusCode.BadGateway, new string('x', 5000)))).Message.Length.ShouldBeLessThan(320);

    [Fact]
    public async Task Headers_OfAnAnswer_AreFoundInAnyLetterCase()
    {
        var error = await FailAsync(new FakeServer().Answers(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "7")));

        error.Headers["retry-after"].ShouldBe("7");
        error.ShouldBeOfType<RateLimitException>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Redirect_OfAServer_IsNotFollowedButNamed()
    {
        var error = await FailAsync(new FakeServer().Answers(HttpStatusCode.MovedPermanently, "", ("Location", "https://elsewhere.test/v1")));

        error.Message.ShouldStartWith("301 ");
        error.Message.ShouldContain("https://elsewhere.test/v1");
    }

    [Theory]
    [InlineData("<html>welcome</html>")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"data\":[{\"id\":\"1\",\"duration\":1,\"exit_code\":0,\"language\":\"python\",\"started_at\":\"2026-01-01T00:00:00Z\",\"details\":{\"type\":\"dance\"}}]}")]
    public async Task Success_ThatIsNotOfThisApi_SaysSo(string body)
    {
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.OK, body));

        var error = await Should.ThrowAsync<InvalidResponseException>(() => client.Executions.ListPageAsync(cancellationToken: Token));

        error.Message.ShouldContain("http://paddock.test/");
        error.Message.ShouldContain("is it a Paddock server?");
    }

    private static async Task<PaddockApiException> FailAsync(FakeServer server)
    {
        using var client = Clients.Of(server, maxRetries: 0);
        return await Should.ThrowAsync<PaddockApiException>(() => client.Tools.GetAsync("X", cancellationToken: Token));
    }
}
