using System.Net;
using Paddock.Client.Errors;
using Paddock.Client.Tests.Fakes;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;

namespace Paddock.Client.Tests.Http;

/// <summary>How long a try may take.</summary>
public sealed class TimeoutTests
{
    private readonly HurriedTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ExecuteFunctionRequest Request(long? seconds = null) =>
        new() { Language = "python", Code = "x", Limits = seconds is null ? null : new RequestLimits { ExecutionTimeout = seconds } };

    [Fact]
    public async Task Call_WithoutAnAnswer_TimesOutAndIsTriedThreeTimes()
    {
        var server = new FakeServer().IsSilent();
        using var client = Clients.Of(server, _time, TimeSpan.FromSeconds(60));

        var error = await Should.ThrowAsync<ConnectionTimeoutException>(() => client.Command.ExecFuncAsync(Request(), cancellationToken: Token));

        error.Message.ShouldBe("http://paddock.test/ gave no answer within 60 s");
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public void Timeout_OfTheDefaultOptions_IsAMinute() => new PaddockClientOptions().Timeout.ShouldBe(TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(null, 60)]
    [InlineData(0L, 60)]
    [InlineData(30L, 60)]
    [InlineData(31L, 61)]
    [InlineData(120L, 150)]
    [InlineData(long.MaxValue, 86_430)]
    [InlineData(long.MinValue, 60)]
    public async Task Timeout_OfARequestThatAllowsMore_GrowsWithIt(long? allowed, double seconds)
    {
        using var client = Clients.Of(new FakeServer().IsSilent(), _time, TimeSpan.FromSeconds(60), maxRetries: 0);

        await Should.ThrowAsync<ConnectionTimeoutException>(() => client.Command.ExecFuncAsync(Request(allowed), cancellationToken: Token));

        _time.Waits.ShouldBe([TimeSpan.FromSeconds(seconds)]);
    }

    [Fact]
    public async Task Timeout_OfOneCall_CountsAsItIs()
    {
        using var client = Clients.Of(new FakeServer().IsSilent(), _time, TimeSpan.FromSeconds(60), maxRetries: 0);

        await Should.ThrowAsync<ConnectionTimeoutException>(
            () => client.Command.ExecFuncAsync(Request(120), new RequestOptions { Timeout = TimeSpan.FromSeconds(5) }, Token));

        _time.Waits.ShouldBe([TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    public async Task Call_ThatIsCancelled_ThrowsThatAndIsNotTriedAgain()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var server = new FakeServer().IsSilent();
        using var client = Clients.Of(server);
        var call = client.Command.ExecFuncAsync(Request(), cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Token));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Timeout_OfAnInjectedHttpClient_IsATimeoutToo()
    {
        var server = new FakeServer().Fails(new TaskCanceledException("The request was canceled", new TimeoutException()));
        using var client = Clients.Of(server, maxRetries: 0);

        var error = await Should.ThrowAsync<ConnectionTimeoutException>(() => client.Command.ExecFuncAsync(Request(), cancellationToken: Token));

        error.Message.ShouldContain("HTTP client");
    }

    [Fact]
    public async Task Call_InTime_IsAnsweredWhateverTheTimeout()
    {
        using var client = new PaddockClient(new PaddockClientOptions
        {
            ApiKey = Clients.Key,
            HttpClient = new HttpClient(new FakeServer().Answers(HttpStatusCode.OK, Clients.FunctionAnswer)),
        });

        (await client.Command.ExecFuncAsync(Request(), cancellationToken: Token)).Execution.Id.ShouldBe("01K");
    }
}
