using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Load;

/// <summary>Many executions at the door at once.</summary>
public sealed class LoadTests(DoorFixture door) : DoorTest(door)
{
    private const int Executions = 200;
    private const int RequestsEach = 20;

    [Fact(Timeout = 5 * TestTimeout.Default)]
    public async Task TwoHundredExecutions_WithTwentyRequestsEach_LoseNoneAndLeaveNothing()
    {
        await using var server = await ServerProcess.StartAsync(WithPoolsOfOneSize(), Cancellation);
        await RunAllAsync(server, NewPath(), 20);
        var before = await Footprint.SettledAsync(server, Cancellation);

        var path = NewPath();
        var answers = await RunAllAsync(server, path, Executions);

        answers.ShouldAllBe(answer => answer.OutputStatus == "valid");
        answers.ShouldAllBe(answer => answer.Output.GetInt32() == RequestsEach);
        Door.Upstream.Seen(path).Count.ShouldBe(Executions * RequestsEach);
        await AssertNothingMoreAsync(server, before);
        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0);
        await server.AssertNothingIsLeftAsync(Cancellation);
    }

    /// <summary>Otherwise there would be more ready cells after the load than before it.</summary>
    private ServerSettings WithPoolsOfOneSize()
    {
        var settings = Door.SettingsOfServer();
        return settings with { Environment = new Dictionary<string, string>(settings.Environment) { ["Paddock__Sandbox__MaxReady"] = "4" } };
    }

    /// <summary>Connections to hosts stay for a few seconds, for whoever asks next.</summary>
    private static Task AssertNothingMoreAsync(ServerProcess server, Footprint before)
    {
        var now = before;
        return Eventually.HoldsAsync(
            () => (now = Footprint.Of(server)).MoreThan(before).Count == 0,
            TimeSpan.FromSeconds(30),
            () => Footprint.Table(["before", "now"], [before, now]),
            Cancellation);
    }

    private static async Task<FunctionAnswer[]> RunAllAsync(ServerProcess server, string path, int count)
    {
        FunctionCall[] calls =
        [
            new("python", """
                import http.client
                def execute(input):
                    connection = http.client.HTTPSConnection("api.example.com")
                    good = 0
                    for i in range(20):
                        connection.request("GET", f"{input}/{i}")
                        response = connection.getresponse()
                        response.read()
                        good += response.status == 200
                    return good
                """) { Http = Both, Input = $"\"{path}\"", Timeout = 120 },
            new("javascript", """
                async function execute(input) {
                  let good = 0;
                  for (let i = 0; i < 20; i++) {
                    const response = await fetch(`https://api.example.com${input}/${i}`);
                    await response.text();
                    good += response.status === 200;
                  }
                  return good;
                }
                """) { Http = Both, Input = $"\"{path}\"", Timeout = 120 },
        ];
        // Its connections go with it.
        using var client = server.ClientWithKey(ServerSettings.Key);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(i => client.ExecuteAsync(calls[i % 2], Cancellation)));
    }
}
