using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Host;

/// <summary>The host as it was before a call. Afterwards nothing of it may have changed, and nothing of the call may be left.</summary>
internal sealed class HostWitness
{
    /// <summary>The kernel takes processes and groups apart, and the pools fill up, shortly after the answer.</summary>
    private static readonly TimeSpan _settleBound = TimeSpan.FromSeconds(5);

    /// <summary>Other programs of the machine come and go: this much may be theirs.</summary>
    private const long MemorySlack = 3L << 30;

    /// <summary>What the namespaces of a cell keep from the host's: its name, its System V objects.</summary>
    private static readonly string[] _factFiles = ["/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname", "/proc/sysvipc/sem", "/proc/sysvipc/msg"];

    private readonly ServerProcess _server;
    private readonly Canaries _canaries;
    private readonly IReadOnlyList<ProcessInfo> _staying;
    private readonly string _mounts;
    private readonly string _facts;
    private readonly long _memory;

    private HostWitness(ServerProcess server, Canaries canaries)
    {
        _server = server;
        _canaries = canaries;
        _staying = Residents.Of(server).Staying;
        _mounts = Mounts(server);
        _facts = Facts();
        _memory = AvailableMemory();
    }

    public static HostWitness Look(ServerProcess server, Canaries canaries) => new(server, canaries);

    public async Task AssertUnchangedAsync(CancellationToken cancellationToken)
    {
        _staying.Where(process => !ProcessTable.IsAlive(process)).ShouldBeEmpty("processes of the server have ended");
        await AssertOnlyReadyCellsAsync(cancellationToken);
        _canaries.AssertUntouched();
        Mounts(_server).ShouldBe(_mounts, "the mounts of the host changed");
        Facts().ShouldBe(_facts, "something of the host's kernel changed");
        AvailableMemory().ShouldBeGreaterThan(_memory - MemorySlack, "memory of the host is gone");
    }

    /// <summary>After an attack that got through: puts the canaries back and ends whatever is left, ready cells too, which the pools replace.</summary>
    public void Repair()
    {
        _canaries.Repair();
        var now = Residents.Of(_server);
        foreach (var pid in now.Cells.SelectMany(cell => cell).Concat(now.Homeless.Select(process => process.Pid)))
        {
            Signals.TrySend(pid, Signals.Kill);
        }
    }

    /// <summary>Cells that wait for a job have one process each, and there are as many as the server says. Anything else is of a call.</summary>
    private async Task AssertOnlyReadyCellsAsync(CancellationToken cancellationToken)
    {
        Residents? now = null;
        HealthReport? health = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                health = await _server.Client.HealthAsync(cancellationToken);
                now = Residents.Of(_server);
                return health.Running == 0 && health.Queued == 0 && now.Homeless.Count == 0
                    && now.Cells.Count == health.Ready && now.Cells.All(cell => cell.Count == 1);
            },
            _settleBound,
            () => $"something of the call is left: /health says {health}, the host {now}",
            cancellationToken);
    }

    private static string Mounts(ServerProcess server) => ProcessTable.TryReadText($"/proc/{server.Pid}/mountinfo") ?? "";

    private static string Facts() => string.Join('\n', _factFiles.Select(path => $"{path}: {ProcessTable.TryReadText(path)}"));

    private static long AvailableMemory() => (ProcessTable.TryReadText("/proc/meminfo") ?? "").Split('\n')
        .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024).FirstOrDefault();
}
