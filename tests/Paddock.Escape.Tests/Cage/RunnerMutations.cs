namespace Paddock.Escape.Tests.Cage;

/// <summary>Every layer of the runners that can be switched off. One layer may have several entries, one a file.</summary>
internal static class RunnerMutations
{
    public static IReadOnlyList<RunnerMutation> All { get; } = [];
}
