namespace Paddock.Core.Executions;

/// <summary>What the sandbox has counted, for <c>/metrics</c>. Steps and endings that have not happened are left out.</summary>
/// <param name="Pools">One entry per pool.</param>
/// <param name="Steps">One entry per pool and step.</param>
/// <param name="Endings">One entry per pool and way to end.</param>
public sealed record SandboxMetrics(IReadOnlyList<PoolHealth> Pools, IReadOnlyList<StepTimes> Steps, IReadOnlyList<EndingCount> Endings)
{
    /// <summary>Name of the meter that the same figures are published on, for <c>dotnet-counters</c> and OpenTelemetry.</summary>
    public const string MeterName = "Paddock";
}
