namespace Paddock.Bench.Rows;

/// <summary>What the server allocates on its managed heap for a request, by its own <c>/metrics</c>, while one client asks without a pause.</summary>
internal sealed class AllocationRow(BenchOptions options) : Row
{
    private readonly (Workload Workload, List<double> Bytes)[] _workloads = [(Workload.Python, []), (Workload.JavaScript, [])];
    private readonly List<LoadGenerator> _loads = [];
    private BenchServer? _server;

    public override string Name => "allocation";

    public override IEnumerable<Line> Lines => _workloads.Select(one =>
        new Line(Name, one.Workload.Language, $"allocated for a {one.Workload.Language} call", new Figure("bytes", Samples.Median(one.Bytes))));

    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        _server = server;
        foreach (var (workload, _) in _workloads)
        {
            _loads.Add(Load(server, workload));
            _loads[^1].OneByOne(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _workloads.Length; i++)
        {
            _workloads[i].Bytes.Add(ServerMetrics.BytesARequest(_server!, _loads[i], options.Slice, cancellationToken));
        }
    }
}
