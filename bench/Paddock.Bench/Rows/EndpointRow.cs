using Paddock.Bench.Floors;

namespace Paddock.Bench.Rows;

/// <summary>An empty endpoint of ASP.NET Core in a process of its own, sent the same request: the floor of HTTP in this runtime.</summary>
internal sealed class EndpointRow(BenchOptions options) : Row, IDisposable
{
    private readonly Measurement _measured = new("endpoint");
    private EmptyEndpoint? _endpoint;
    private LoadGenerator? _load;

    public override string Name => "endpoint";

    /// <summary>To stand beside a time in milliseconds.</summary>
    public Baseline P50 => new("empty endpoint", _measured.P50);

    /// <summary>To stand beside a rate.</summary>
    public Baseline Rate => new("empty endpoint", _measured.BestRate);

    public override IEnumerable<Line> Lines => [Line.Of(Line.Baselines, "empty ASP.NET endpoint, POST", _measured)];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        _endpoint = new EmptyEndpoint(options);
        _endpoint.WaitUntilReady(cancellationToken);
        _load = new LoadGenerator(_endpoint.Port, Workload.Python.Request(server), Workload.IsRight);
        _load.OneByOne(TimeSpan.FromMilliseconds(500), cancellationToken);
        _load.Saturate(Environment.ProcessorCount, TimeSpan.FromMilliseconds(500), cancellationToken);
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        _measured.Latency.AddRange(_load!.OneByOne(options.Slice / 2, cancellationToken));
        foreach (var clients in new[] { 8, 32 })
        {
            _measured.AddRate(clients, _load.Saturate(clients, options.Slice / 2, cancellationToken));
        }

        if (_load.Wrong > 0)
        {
            throw new BenchException($"the empty endpoint gave a wrong answer: {_load.FirstWrong}");
        }
    }

    public void Dispose() => _endpoint?.Dispose();
}
