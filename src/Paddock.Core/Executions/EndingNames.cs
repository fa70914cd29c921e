using System.Diagnostics;

namespace Paddock.Core.Executions;

/// <summary>What metrics call each <see cref="Ending"/>.</summary>
public static class EndingNames
{
    /// <summary>The name, such as <c>output_limit</c>.</summary>
    public static string Of(Ending ending) => ending switch
    {
        Ending.Exited => "exited",
        Ending.Timeout => "timeout",
        Ending.Memory => "memory",
        Ending.Signal => "signal",
        Ending.OutputTooLarge => "output_limit",
        Ending.BrokenResult => "broken_result",
        Ending.Busy => "busy",
        Ending.NoRoom => "no_room",
        Ending.SandboxFailed => "sandbox_failed",
        _ => throw new UnreachableException(),
    };
}
