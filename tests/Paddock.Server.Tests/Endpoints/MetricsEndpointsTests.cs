using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Endpoints;

public sealed class MetricsEndpointsTests
{
    [Fact]
    public async Task Metrics_OfSomeExecutions_AreThoseOfTheSandboxInPrometheussFormat()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.Metrics = new SandboxMetrics(
            [new PoolHealth("python", 3, 1, 2)],
            [new StepTimes("python", "run", TimeSpan.FromSeconds(1.5), [new StepBucket(0.001, 4), new StepBucket(0.25, 3), new StepBucket(double.PositiveInfinity, 1)])],
            [new EndingCount("python", Ending.Exited, 7), new EndingCount("python", Ending.OutputTooLarge, 1)]);

        using HttpResponseMessage response = await server.Client.GetAsync("/metrics", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldStartWith(
            """
            # HELP paddock_executions_total Executions, by how they ended.
            # TYPE paddock_executions_total counter
            paddock_executions_total{pool="python",ending="exited"} 7
            paddock_executions_total{pool="python",ending="output_limit"} 1
            # HELP paddock_step_seconds Time spent in each step of an execution.
            # TYPE paddock_step_seconds histogram
            paddock_step_seconds_bucket{pool="python",step="run",le="0.001"} 4
            paddock_step_seconds_bucket{pool="python",step="run",le="0.25"} 7
            paddock_step_seconds_bucket{pool="python",step="run",le="+Inf"} 8
            paddock_step_seconds_sum{pool="python",step="run"} 1.5
            paddock_step_seconds_count{pool="python",step="run"} 8
            # HELP paddock_cells Cells, by what they do.
            # TYPE paddock_cells gauge
            paddock_cells{pool="python",state="ready"} 3
            paddock_cells{pool="python",state="running"} 1
            # HELP paddock_queue Executions that wait for a cell.
            # TYPE paddock_queue gauge
            paddock_queue{pool="python"} 2

            """);
    }

    [Fact]
    public async Task Metrics_OfTheProcess_AreThere()
    {
        await using TestServer server = await TestServer.StartAsync();
        string[] lines = (await server.SendAsync(HttpMethod.Get, "/metrics")).Body.Split('\n');
        foreach (string name in new[] { "dotnet_gc_allocated_bytes_total", "dotnet_gc_collections_total", "process_cpu_seconds_total", "process_resident_memory_bytes" })
        {
            double.Parse(lines.Last(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(0);
        }

        lines.ShouldContain("paddock_info{version=\"0.1.0\"} 1");
        lines[^1].ShouldBeEmpty("the format ends with a line feed");
    }

    [Fact]
    public void Endings_All_HaveANameOfTheirOwn()
    {
        string[] names = [.. Enum.GetValues<Ending>().Select(EndingNames.Of)];
        names.ShouldBeUnique();
        names.ShouldAllBe(static name => name.All(static letter => char.IsAsciiLetterLower(letter) || letter == '_'));
    }
}
