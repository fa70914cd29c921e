using Paddock.Bench.Peers;

namespace Paddock.Bench.Rows;

/// <summary>The same example by what a user could pick in place of Paddock, in turn with Paddock: started for each call, with what isolation a plain use of each gives.</summary>
internal sealed class PeersRow : Row, IDisposable
{
    private const string Python = "/usr/bin/python3.11";

    private static readonly int[] ClientCounts = [8, 16];

    private readonly BenchOptions _options;
    private readonly CrunBundle _bundle;
    private readonly Peer[] _all;
    private readonly Measurement _paddock = new("paddock");
    private readonly Dictionary<Peer, string> _missing = [];
    private LoadGenerator? _load;

    public PeersRow(BenchOptions options)
    {
        _options = options;
        string[] program = [Python, "-I", "-c", $"import json, sys\n{Workload.Python.Code}\nprint(json.dumps(execute(json.loads(sys.argv[1]))))", Workload.Input];
        var runtimes = Environment.GetEnvironmentVariable("Paddock__Sandbox__RuntimesDirectory") ?? "artifacts/runtimes";
        _bundle = new CrunBundle(Path.GetFullPath(Path.Combine(runtimes, "python", "root")), program);
        var script = Path.Combine(options.Peers, "pyodide.mjs");
        string[] pyodide = BarePrograms.FindOnPath("node") is { } node && Directory.Exists(Path.Combine(options.Peers, "node_modules", "pyodide")) ? [node, script] : [];
        _all =
        [
            new StartedPeer(
                "bwrap", "bwrap --unshare-all, python3",
                [
                    Find("bwrap"), "--unshare-all", "--die-with-parent", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
                    "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--", .. program,
                ],
                options.Logs),
            new StartedPeer(
                "firejail", "firejail, python3", [Find("firejail"), "--quiet", "--noprofile", "--net=none", "--private", "--caps.drop=all", "--seccomp", "--", .. program], options.Logs),
            new StartedPeer("crun", "crun, prepared bundle", Path.IsPathRooted(Find("crun")) ? _bundle.Command(Find("crun")) : ["crun"], options.Logs),
            new StartedPeer("pyodide", "pyodide under node", pyodide.Length > 0 ? [.. pyodide, "once", Workload.Python.Code, Workload.Input] : ["pyodide"], options.Logs),
            new KeptPyodide(pyodide, options.Logs),
        ];
    }

    public override string Name => "peers";

    public override IEnumerable<Line> Lines => _all.Where(peer => !_missing.ContainsKey(peer)).Select(peer => Of(peer.Label, peer.Measured)).Prepend(Of("Python through Paddock", _paddock));

    public override IEnumerable<string> Notes =>
    [
        .. _missing.Select(static pair => $"{pair.Key.Name} is not measured: {pair.Value}"),
        "they isolate less, or nothing: pyodide in one process keeps no call from another; none of them reads a request, takes a verdict or writes a record",
    ];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        _load = Load(server, Workload.Python);
        _load.Saturate(ClientCounts[0], TimeSpan.FromMilliseconds(500), cancellationToken);
        foreach (var peer in _all)
        {
            if (peer.Try() is { } reason)
            {
                _missing[peer] = reason;
            }
        }
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        _paddock.Latency.AddRange(_load!.OneByOne(_options.Slice, cancellationToken));
        foreach (var clients in ClientCounts)
        {
            _paddock.AddRate(clients, _load.Saturate(clients, _options.Slice, cancellationToken));
        }

        foreach (var peer in _all.Where(peer => !_missing.ContainsKey(peer)))
        {
            peer.Measure(_options.Slice, cancellationToken);
        }
    }

    public void Dispose() => _bundle.Dispose();

    private Line Of(string label, Measurement measured) => new(
        Name, measured.Name, label, new Figure("p50_ms", measured.P50), new Figure("p99_ms", measured.P99), new Figure("per_second", measured.BestRate), new Figure("p50_times", measured.P50 / _paddock.P50));

    private static string Find(string program) => BarePrograms.FindOnPath(program) ?? program;
}
