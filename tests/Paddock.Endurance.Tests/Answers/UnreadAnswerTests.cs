using System.Globalization;
using System.Net;
using Paddock.Endurance.Tests.Audit;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Answers;

/// <summary>What callers do not read costs the server no more than it may.</summary>
public sealed class UnreadAnswerTests
{
    private const int MiB = 1024 * 1024;
    private const int Budget = 96 * MiB;
    private const int Callers = 40;
    private const int AnswersThatFit = Budget / (8 * MiB);

    private static readonly FunctionCall _large = new("python", "def execute(input): print('x' * (8 << 20))") { Memory = 256 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 5 * TestTimeout.Default)]
    public async Task Answers_OfFortyCallersThatReadNothing_TakeTheirShareOfMemoryAndNoMore()
    {
        await using var server = await StartAsync(("Paddock__Server__MinAnswerBytesPerSecond", "0"));
        var callers = await CallAsync(server);

        var given = callers.Count(caller => caller.Status == 200);
        given.ShouldBeInRange(1, AnswersThatFit);
        callers.Count(caller => caller.Status == 429).ShouldBe(Callers - given);
        var refused = await server.Client.PostAsync(_large.ToJson(), Cancellation);
        refused.ShouldFail(HttpStatusCode.TooManyRequests, 8).ShouldContain("Paddock__Sandbox__MaxAnswerBytes");
        int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(1);
        (await server.Client.ExecuteAsync(new FunctionCall("python", "def execute(input): return 1"), Cancellation)).ShouldBeValid("1");
        Memory.OfServerKiB(server).ShouldBeLessThan(4 * Budget / 1024, "forty answers would be 320 MiB, and as much again while their buffers grow");

        callers.ForEach(caller => caller.Dispose());
        await GetsALargeAnswerAsync(server);
    }

    [Fact(Timeout = 5 * TestTimeout.Default)]
    public async Task Answers_OfCallersThatGoOnReadingNothing_AreGivenUpInSeconds()
    {
        await using var server = await StartAsync();
        var callers = await CallAsync(server);

        await GetsALargeAnswerAsync(server);

        callers.ForEach(caller => caller.Dispose());
    }

    private static Task<ServerProcess> StartAsync(params (string Name, string Value)[] more) => ServerProcess.StartAsync(
        new ServerSettings
        {
            StartBound = TimeSpan.FromMinutes(4),
            Environment = more.Append(("Paddock__Sandbox__MaxAnswerBytes", $"{Budget}")).ToDictionary(),
        },
        Cancellation);

    private static async Task<List<SilentCaller>> CallAsync(ServerProcess server)
    {
        var callers = new List<SilentCaller>();
        for (var i = 0; i < Callers; i++)
        {
            callers.Add(await SilentCaller.CallAsync(server, _large, Cancellation));
        }

        return callers;
    }

    private static Task GetsALargeAnswerAsync(ServerProcess server) => Eventually.HoldsAsync(
        async () => (await server.Client.PostAsync(_large.ToJson(), Cancellation)).Status == HttpStatusCode.OK,
        TimeSpan.FromSeconds(60),
        () => "what nobody reads still holds the memory",
        Cancellation);
}
