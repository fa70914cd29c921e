using Paddock.Core.Executions;
using Paddock.Sandbox.Builds;

namespace Paddock.Sandbox.Tests.Builds;

/// <summary>A cell that prints what it is told to and ends as it is told to.</summary>
internal sealed class FakeCells : IOneShotCells
{
    /// <summary>What it writes to stdout.</summary>
    internal byte[] Stdout { get; set; } = [];

    /// <summary>What it writes to stderr.</summary>
    internal byte[] Stderr { get; set; } = [];

    internal SandboxOutcome Outcome { get; set; } = new() { Ending = Ending.Exited };

    /// <summary>Called while it runs.</summary>
    internal Action Running { get; set; } = static () => { };

    internal List<(OneShotCell Cell, ExecutionJob Job)> Ran { get; } = [];

    public Task<SandboxOutcome> RunAsync(OneShotCell cell, ExecutionJob job, CancellationToken cancellationToken)
    {
        Ran.Add((cell, job));
        Running();
        cancellationToken.ThrowIfCancellationRequested();
        cell.Stderr?.Write(Stderr);
        bool isTaken = cell.Stdout?.Write(Stdout) ?? true;
        SandboxOutcome outcome = cell.Stdout is null ? Outcome with { Stdout = new CapturedStream(Stdout, 0) } : Outcome;
        return Task.FromResult(isTaken ? outcome : new SandboxOutcome { Ending = Ending.OutputTooLarge });
    }
}
