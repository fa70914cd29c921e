using Paddock.Core.Executions;

namespace Paddock.Server.Tests.Fakes;

/// <summary>A sandbox that runs nothing: each test says what comes of an execution.</summary>
internal sealed class FakeSandbox : ISandbox
{
    private readonly List<ExecutionJob> _executions = [];

    public Func<ExecutionJob, CancellationToken, ValueTask<SandboxOutcome>> OnRun { get; set; } =
        static (_, _) => ValueTask.FromResult(Returned("null"));

    public SandboxHealth Health { get; set; } = new(
        true,
        [new LayerHealth("seccomp", true, "on"), new LayerHealth("landlock", true, "ABI 4")],
        [new PoolHealth("python", 3, 1, 0)]);

    public SandboxMetrics Metrics { get; set; } = new([new PoolHealth("python", 3, 1, 0)], [], []);

    public Action? OnHealth { get; set; }

    public IReadOnlyList<ExecutionJob> Executions => _executions;

    public static SandboxOutcome Returned(string json) => new()
    {
        Ending = Ending.Exited,
        HasResult = true,
        OutputStatus = OutputStatus.Valid,
        Output = System.Text.Encoding.UTF8.GetBytes(json),
        Duration = TimeSpan.FromMilliseconds(6.5),
    };

    public ValueTask<SandboxOutcome> RunAsync(ExecutionJob execution, CancellationToken cancellationToken)
    {
        lock (_executions)
        {
            _executions.Add(execution);
        }

        return OnRun(execution, cancellationToken);
    }

    public SandboxHealth GetHealth()
    {
        OnHealth?.Invoke();
        return Health;
    }

    public SandboxMetrics GetMetrics() => Metrics;
}
