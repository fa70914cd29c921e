using Paddock.Bench.Floors;

namespace Paddock.Bench.Rows;

/// <summary>
/// CPU time of a Python execution while the server is saturated: of the server, and of all processes below it, those included that have ended and were
/// waited for. What the kernel's own threads do for them (taking namespaces and control groups down) is in no process: the busy time of the whole
/// machine has it, less this program's, and whatever else runs.
/// </summary>
internal sealed class CpuRow(BenchOptions options, ForkRow fork) : Row
{
    private const int Clients = 8;

    private readonly List<double> _server = [];
    private readonly List<double> _cells = [];
    private readonly List<double> _machine = [];
    private BenchServer? _from;
    private LoadGenerator? _load;

    public override string Name => "cpu";

    public override IEnumerable<Line> Lines =>
    [
        new(
            Name, "execution", $"CPU of an execution, {Clients} clients", new Figure("cpu_ms", Samples.Median(_server) + Samples.Median(_cells)), new Figure("server_ms", Samples.Median(_server)),
            new Figure("cells_ms", Samples.Median(_cells)), new Figure("machine_ms", Samples.Median(_machine))),
    ];

    public override IEnumerable<Target> Targets =>
        [new(Name, "CPU of an execution, saturated", Samples.Median(_server) + Samples.Median(_cells), "ms", 2) { Compared = Comparison.TimesBaseline, Beside = fork.Cpu }];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        (_from, _load) = (server, Load(server, Workload.Python));
        _load.Saturate(Clients, TimeSpan.FromMilliseconds(500), cancellationToken);
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        // its pools are as full at the end as at the beginning: what is made while it is measured is what is used
        _load!.Saturate(Clients, options.Slice / 2, cancellationToken);
        var (began, busy, own, right) = (TreeTime.Of(_from!.Pid), MachineTime.Busy(), Environment.CpuUsage.TotalTime, _load.Right);
        _load.Saturate(Clients, 2 * options.Slice, cancellationToken);
        var used = TreeTime.Of(_from.Pid) - began;
        var turns = Math.Max(1, _load.Right - right);
        _server.Add(used.Own / turns);
        _cells.Add(used.Others / turns);
        _machine.Add((MachineTime.Busy() - busy - (Environment.CpuUsage.TotalTime - own).TotalMilliseconds) / turns);
    }
}
