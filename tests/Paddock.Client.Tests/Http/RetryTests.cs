using System.Net;
using Paddock.Client.Errors;
using Paddock.Client.Tests.Fakes;
using Paddock.Contracts.Functions;

namespace Paddock.Client.Tests.Http;

/// <summary>What is tried again, how often, and after which pause.</summary>
public sealed class RetryTests
{
    private static readonly ExecuteFunctionRequest _request = new() { Language = "python", Code = "x" };

    private readonly HurriedTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task Call_AnsweredWithAPassingFault_IsTriedThreeTimes(int status)
    {
        var server = new FakeServer().Answers((HttpStatusCode)status, """{"code":8,"message":"busy"}""");
        using var client = Clients.Of(server, _time);

        var error = await Should.ThrowAsync<PaddockApiException>(() => client.Command.ExecFuncAsync(_request, cancellationToken: Token));

        error.Status.ShouldBe(status);
        server.Requests.Count.ShouldBe(3);
        server.Requests.Select(static request => request.Body).Distinct().Count().ShouldBe(1);
        _time.Waits.ShouldBe([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)]);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Call_AnsweredWithALastingFault_IsTriedOnce(int status)
    {
        var server = new FakeServer().Answers((HttpStatusCode)status, """{"code":3,"message":"no"}""");
        using var client = Clients.Of(server, _time);

        await Should.ThrowAsync<PaddockApiException>(() => client.Command.ExecFuncAsync(_request, cancellationToken: Token));

        server.Requests.Count.ShouldBe(1);
        _time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_ThatSucceedsOnTheLastTry_IsAnswered()
    {
        var server = new FakeServer()
            .Fails(new HttpRequestException("Connection refused"))
            .Answers(HttpStatusCode.ServiceUnavailable, "")
            .Answers(HttpStatusCode.OK, Clients.FunctionAnswer);
        using var client = Clients.Of(server, _time);

        var answer = await client.Command.ExecFuncAsync(_request, cancellationToken: Token);

        answer.OutputStatus.ShouldBe(OutputStatuses.Valid);
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Call_WithoutAConnection_IsTriedThreeTimesAndSaysWhere()
    {
        var server = new FakeServer().Fails(new HttpRequestException("Connection refused (paddock.test:80)"));
        using var client = Clients.Of(server, _time);

        var error = await Should.ThrowAsync<ConnectionFailedException>(() => client.Command.ExecFuncAsync(_request, cancellationToken: Token));

        error.Message.ShouldBe("no connection to http://paddock.test/: Connection refused (paddock.test:80)");
        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("true", 400, 3)]
    [InlineData("false", 503, 1)]
    [InlineData("perhaps", 503, 3)]
    public async Task Call_WhoseAnswerSaysWhetherToRetry_IsTriedAsItSays(string header, int status, int tries)
    {
        var server = new FakeServer().Answers((HttpStatusCode)status, "{}", ("x-should-retry", header));
        using var client = Clients.Of(server, _time);

        await Should.ThrowAsync<PaddockApiException>(() => client.Command.ExecFuncAsync(_request, cancellationToken: Token));

        server.Requests.Count.ShouldBe(tries);
    }

    [Theory]
    [InlineData("retry-after-ms", "250", 0.25)]
    [InlineData("retry-after", "3", 3)]
    [InlineData("retry-after", "1.5", 1.5)]
    [InlineData("retry-after", "60", 60)]
    [InlineData("retry-after", "Fri, 02 Jan 2026 03:04:25 GMT", 20)]
    // too long, in the past, or not to be read: the usual pause
    [InlineData("retry-after", "61", 0.5)]
    [InlineData("retry-after", "0", 0.5)]
    [InlineData("retry-after", "-5", 0.5)]
    [InlineData("retry-after", "Fri, 02 Jan 2026 03:04:04 GMT", 0.5)]
    [InlineData("retry-after", "soon", 0.5)]
    [InlineData("retry-after", "1e300", 0.5)]
    [InlineData("retry-after-ms", "99999999999999999999", 0.5)]
    public async Task Pause_AsTheServerAsks_IsKept(string header, string value, double seconds)
    {
        var server = new FakeServer().Answers(HttpStatusCode.TooManyRequests, "{}", (header, value)).Answers(HttpStatusCode.OK, Clients.FunctionAnswer);
        using var client = Clients.Of(server, _time);

        await client.Command.ExecFuncAsync(_request, cancellationToken: Token);

        _time.Waits.ShouldBe([TimeSpan.FromSeconds(seconds)]);
    }

    [Fact]
    public async Task Pause_InMillisecondsAndSeconds_IsTheOneInMilliseconds()
    {
        var server = new FakeServer().Answers(HttpStatusCode.TooManyRequests, "{}", ("retry-after", "9"), ("retry-after-ms", "40")).Answers(HttpStatusCode.OK, Clients.FunctionAnswer);
        using var client = Clients.Of(server, _time);

        await client.Command.ExecFuncAsync(_request, cancellationToken: Token);

        _time.Waits.ShouldBe([TimeSpan.FromMilliseconds(40)]);
    }

    [Fact]
    public async Task Pauses_OfManyRetries_DoubleUpToEightSeconds()
    {
        var server = new FakeServer().Answers(HttpStatusCode.ServiceUnavailable, "{}");
        using var client = Clients.Of(server, _time, maxRetries: 6);

        await Should.ThrowAsync<InternalServerException>(() => client.Command.ExecFuncAsync(_request, cancellationToken: Token));

        _time.Waits.Select(static wait => wait.TotalSeconds).ShouldBe([0.5, 1, 2, 4, 8, 8]);
    }

    [Fact]
    public async Task Pause_WithJitter_IsUpToAQuarterShorter()
    {
        var server = new FakeServer().Answers(HttpStatusCode.ServiceUnavailable, "{}");
        using var client = Clients.Of(server, _time, maxRetries: 1, jitter: 1);

        await Should.ThrowAsync<InternalServerException>(() => client.Command.ExecFuncAsync(_request, cancellationToken: Token));

        _time.Waits.ShouldBe([TimeSpan.FromSeconds(0.375)]);
    }

    [Fact]
    public void Jitter_OfTheDefaultOptions_IsFromZeroToBelowOneAndVaries()
    {
        var options = new PaddockClientOptions();
        var drawn = Enumerable.Range(0, 100).Select(_ => options.Jitter()).ToList();

        drawn.ShouldAllBe(static share => share >= 0 && share < 1);
        drawn.Distinct().Count().ShouldBeGreaterThan(90);
    }

    [Fact]
    public async Task Retries_OfOneCall_WinOverThoseOfTheClient()
    {
        var server = new FakeServer().Answers(HttpStatusCode.ServiceUnavailable, "{}");
        using var client = Clients.Of(server, _time);

        await Should.ThrowAsync<InternalServerException>(() => client.Command.ExecFuncAsync(_request, new RequestOptions { MaxRetries = 0 }, Token));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pause_WhenTheCallIsCancelled_Ends()
    {
        // the system's clock: the pause would be half a minute long
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var server = new FakeServer().Answers(HttpStatusCode.TooManyRequests, "{}", ("retry-after", "30"));
        using var client = new PaddockClient(new PaddockClientOptions { ApiKey = "riza_key", HttpClient = new HttpClient(server) });
        var call = client.Command.ExecFuncAsync(_request, cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Token));
        server.Requests.Count.ShouldBe(1);
    }
}
