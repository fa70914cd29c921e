namespace Paddock.TestKit.Hosting;

/// <summary>What a server has at the moment it is told to stop, and what has to be gone afterwards.</summary>
internal sealed class Leftovers
{
    /// <summary>The kernel takes namespaces and zombies apart after the last process has ended.</summary>
    private static readonly TimeSpan _settleBound = TimeSpan.FromSeconds(3);

    private readonly IReadOnlyList<ProcessInfo> _processes;
    private readonly IReadOnlySet<string> _cgroups;

    private Leftovers(IReadOnlyList<ProcessInfo> processes, IReadOnlySet<string> cgroups)
    {
        _processes = processes;
        _cgroups = cgroups;
    }

    public static Leftovers Expect(int serverPid)
    {
        var processes = ProcessTable.DescendantsOf(serverPid);
        var jail = processes.FirstOrDefault(process => process.Name == ProcessTable.JailName);
        return new Leftovers(processes, Cgroups.OfServer(jail?.ParentPid ?? serverPid));
    }

    public async Task AssertGoneAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        await AssertProcessesGoneAsync(_settleBound, cancellationToken);
        await Eventually.HoldsAsync(
            () => !_cgroups.Any(Directory.Exists),
            _settleBound,
            () => $"control groups are left: {string.Join(", ", _cgroups.Where(Directory.Exists))}",
            cancellationToken);
        (ProcessTable.TryReadText("/proc/self/mountinfo") ?? "").ShouldNotContain(dataDirectory);
    }

    public Task AssertProcessesGoneAsync(TimeSpan bound, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        () => !_processes.Any(ProcessTable.IsAlive),
        bound,
        () => $"processes are left: {string.Join(", ", _processes.Where(ProcessTable.IsAlive))}",
        cancellationToken);
}
