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
        var settings = Door.SettingsOfServer();
        await using var server = await ServerProcess.StartAsync(settings, Cancellation);
        await RunAllAsync(server, NewPath(), 20);
        var before = await Footprint.SettledAsync(server, Cancellation);

        var path = NewPath();
        var answers = await RunAllAsync(server, path, Executions);

        answers.ShouldAllBe(answer => answer.OutputStatus == "valid");
        answers.ShouldAllBe(answer => answer.Output.GetInt32() == RequestsEach);
        Door.Upstream.Seen(path).Count.ShouldBe(Executions * RequestsEach);
        var after = await Footprint.SettledAsync(server, Cancellation);
        after.MoreThan(before).ShouldBeEmpty(Footprint.Table(["before", "after"], [before, after]));
        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0);
        await server.AssertNothingIsLeftAsync(Cancellation);
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
        return await Task.WhenAll(Enumerable.Range(0, count).Select(i => server.Client.ExecuteAsync(calls[i % 2], Cancellation)));
    }
}
