using System.Diagnostics;
using System.Globalization;

namespace Paddock.Bench.Rows;

/// <summary>
/// A function on a revision with pandas preloaded beside the same on plain Python; a built revision's first use beside a bare python3 that imports
/// pandas; and many revisions in turn, of which few fit into the budget.
/// </summary>
internal sealed class RevisionRow(BenchOptions options) : Row, IDisposable
{
    /// <summary>Memory for the pools of revisions: pandas and a few small ones.</summary>
    public const int BudgetMiB = 160;

    private const int TurnsInARound = 2;

    private static readonly Workload OnPandas = new("python", "import pandas\ndef execute(input): return {\"name\": pandas.Series([input[\"name\"]])[0], \"executed\": True}");
    private static readonly Workload OnSix = new("python", "import six\ndef execute(input): return {\"name\": six.text_type(input[\"name\"]), \"executed\": True}");

    private readonly RevisionIndex? _index = Directory.Exists(options.Wheels) ? new RevisionIndex(options.Wheels) : null;
    private readonly Spawner _importing = new("python3 with pandas", ["/usr/bin/python3.11", "-I", "-c", "import pandas"]);
    private readonly int _count = options.Quick ? 12 : 50;
    private readonly List<LoadGenerator> _small = [];
    private readonly Samples _plain = new();
    private readonly Samples _preloaded = new();
    private readonly Samples _firstUse = new();
    private readonly Samples _bareImport = new();
    private readonly Samples _inTurn = new();
    private LoadGenerator? _python;
    private LoadGenerator? _pandas;
    private TimeSpan _buildTime;

    public override string Name => "revisions";

    public override IReadOnlyList<string> Variables => _index?.Variables ?? [];

    public override string? Missing => _index is null ? "there is no index of packages; ./paddock test Runtimes installs what it is made of" : null;

    public override IEnumerable<Line> Lines =>
    [
        Line.OfTimes(Name, "plain", "Python without a revision", _plain),
        Line.OfTimes(Name, "preloaded", "Python with pandas preloaded", _preloaded),
        Line.OfTimes(Name, "first_use", "its first use", _firstUse),
        Line.OfTimes(Name, "bare_import", "bare python3, import pandas", _bareImport),
        Line.OfTimes(Name, "in_turn", $"{_count} revisions in turn", _inTurn),
        new(Name, "", "building the revision with pandas", new Figure("build_s", _buildTime.TotalSeconds), new Figure("count", _count)),
    ];

    public override IEnumerable<Target> Targets =>
    [
        new(Name, "preloaded pandas: p50", _preloaded.Percentile(50), "ms", 3) { Compared = Comparison.MoreThanBaseline, Beside = new("plain Python", _plain.Percentile(50)) },
        new(Name, "first use of a revision", _firstUse.Percentile(50) / 1000, "s", 1) { Compared = Comparison.MoreThanBaseline, Beside = new("bare import", _bareImport.Percentile(50) / 1000) },
        new(Name, $"{_count} in turn in {BudgetMiB} MiB: failures", _inTurn.Count == 0 ? double.NaN : Wrong, "", 0),
    ];

    /// <summary>Builds the revisions, which takes a while the first time.</summary>
    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        _python = Load(server, Workload.Python);
        var clock = Stopwatch.StartNew();
        var pandas = Revision.Build(server, "pandas", "import pandas", cancellationToken);
        _buildTime = clock.Elapsed;
        _pandas = Load(server, OnPandas, pandas);
        for (var i = 0; i < _count; i++)
        {
            _small.Add(Load(server, OnSix, Revision.Build(server, "six", $"number = {i.ToString(CultureInfo.InvariantCulture)}", cancellationToken)));
        }
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < TurnsInARound; turn++)
        {
            foreach (var load in _small)
            {
                _inTurn.AddRange(load.Burst(1, cancellationToken));
            }
        }

        _firstUse.AddRange(_pandas!.Burst(1, cancellationToken));
        _preloaded.AddRange(_pandas.OneByOne(options.Slice, cancellationToken));
        _plain.AddRange(_python!.OneByOne(options.Slice, cancellationToken));
        _bareImport.AddRange(_importing.OneByOne(options.Slice, cancellationToken));
    }

    public void Dispose() => _index?.Dispose();
}
