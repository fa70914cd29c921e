using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Paddock.Core.Executions;

namespace Paddock.Server.Metrics;

/// <summary>
/// Sends what the meter hears to an OpenTelemetry collector, when there is an <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. Protocol, headers and interval are
/// OpenTelemetry's own settings. Without that setting nothing of it is loaded.
/// </summary>
internal sealed class OtlpExport(IConfiguration configuration) : IHostedService, IDisposable
{
    /// <summary>The setting that turns it on.</summary>
    public const string Setting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private IDisposable? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(configuration[Setting]))
        {
            _provider = Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Sends what has not been sent.</summary>
    public void Dispose() => Interlocked.Exchange(ref _provider, null)?.Dispose();

    private MeterProvider Build() => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(static resource => resource.AddService("paddock").AddEnvironmentVariableDetector()) // OTEL_SERVICE_NAME wins
        .AddMeter(SandboxMetrics.MeterName)
        .AddOtlpExporter()
        .Build();
}
