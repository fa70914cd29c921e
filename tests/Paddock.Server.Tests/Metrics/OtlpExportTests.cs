using System.Diagnostics.Metrics;
using Paddock.Core.Executions;
using Paddock.Server.Metrics;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Metrics;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Meter_WithACollector_IsSentThereWhenTheServerStops()
    {
        using FakeCollector collector = new();
        TestServer server = await TestServer.StartAsync((OtlpExport.Setting, collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        using Meter meter = new(SandboxMetrics.MeterName);
        meter.CreateCounter<long>("paddock.executions").Add(1, KeyValuePair.Create("pool", (object?)"python"));

        await server.DisposeAsync();

        string request = await collector.Request.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        request.ShouldStartWith("POST /v1/metrics HTTP/1.1");
        request.ShouldContain("paddock.executions");
        request.ShouldContain("python");
        request.ShouldContain("service.name");
    }
}
