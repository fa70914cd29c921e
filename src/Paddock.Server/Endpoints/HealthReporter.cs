using Paddock.Contracts.Health;
using Paddock.Core.Executions;
using Paddock.Server.Hosting;

namespace Paddock.Server.Endpoints;

/// <summary>Puts together what the server says of itself.</summary>
internal sealed class HealthReporter(ISandbox sandbox, TimeProvider time)
{
    /// <summary>The status of a server that can execute.</summary>
    public const string Ready = "ready";

    private const int Digits = 3;
    private const string Unavailable = "unavailable";

    private readonly long _started = time.GetTimestamp();

    public HealthReport Report()
    {
        SandboxHealth health = sandbox.GetHealth();
        return new HealthReport
        {
            Status = health.Ready ? Ready : Unavailable,
            Version = ServerProcess.Version,
            Uptime = (long)time.GetElapsedTime(_started).TotalSeconds,
            Degraded = health.Degraded,
            Layers = [.. health.Layers.Select(static layer => new HealthLayer
            {
                Name = layer.Name,
                State = layer.Active ? "active" : "missing",
                Detail = layer.Detail,
            })],
            Pools = [.. health.Pools.Select(static pool => new HealthPool
            {
                Name = pool.Name,
                Ready = pool.Ready,
                Running = pool.Running,
                Queued = pool.Queued,
            })],
            Steps = [.. health.Steps.Select(static step => new HealthStep
            {
                Pool = step.Pool,
                Step = step.Step,
                Count = step.Count,
                P50Milliseconds = Math.Round(step.P50Milliseconds, Digits),
                P99Milliseconds = Math.Round(step.P99Milliseconds, Digits),
            })],
        };
    }
}
