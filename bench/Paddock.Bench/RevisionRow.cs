using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Paddock.Bench;

/// <summary>
/// A function on a revision with pandas preloaded beside the same on plain Python; a built revision's first use beside a bare python3 that imports
/// pandas; and many revisions in turn, of which few fit into the budget.
/// </summary>
internal sealed class RevisionRow
{
    /// <summary>Memory for the pools of revisions: pandas and a few small ones.</summary>
    public const int BudgetMiB = 160;

    private const int Rounds = 2;

    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly Workload OnPandas = new("python", "import pandas\ndef execute(input): return {\"name\": pandas.Series([input[\"name\"]])[0], \"executed\": True}");
    private static readonly Workload OnSix = new("python", "import six\ndef execute(input): return {\"name\": six.text_type(input[\"name\"]), \"executed\": True}");

    private readonly BenchServer _server;
    private readonly Spawner _importing = new("python3 with pandas", ["/usr/bin/python3.11", "-I", "-c", "import pandas"]);
    private readonly List<LoadGenerator> _loads = [];
    private LoadGenerator? _pandas;

    public RevisionRow(BenchServer server, bool isQuick) => (_server, Count) = (server, isQuick ? 12 : 50);

    /// <summary>How many small revisions are used in turn.</summary>
    public int Count { get; }

    /// <summary>The function on the revision, one client.</summary>
    public Samples Preloaded { get; } = new();

    /// <summary>The first call of a revision that is built and has no template.</summary>
    public Samples FirstUse { get; } = new();

    /// <summary>A bare python3 that imports pandas and ends.</summary>
    public Samples BareImport { get; } = new();

    /// <summary>Calls of the small revisions, each of which finds no template or one that is still there.</summary>
    public Samples InTurn { get; } = new();

    /// <summary>Answers that were not the right one.</summary>
    public int Wrong => _loads.Sum(static load => load.Wrong);

    /// <summary>From the request to the built revision with pandas.</summary>
    public TimeSpan BuildTime { get; private set; }

    /// <summary>Builds the revisions, which takes a while the first time.</summary>
    public void Prepare(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var pandas = Build("pandas", "import pandas", cancellationToken);
        BuildTime = clock.Elapsed;
        _pandas = Load(OnPandas, pandas);
        for (var i = 0; i < Count; i++)
        {
            _loads.Add(Load(OnSix, Build("six", $"number = {i.ToString(CultureInfo.InvariantCulture)}", cancellationToken)));
        }

        _loads.Add(_pandas);
    }

    /// <summary>One round.</summary>
    public void Measure(TimeSpan slice, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var load in _loads.Where(load => load != _pandas))
            {
                InTurn.AddRange(load.Burst(1, cancellationToken));
            }
        }

        FirstUse.AddRange(_pandas!.Burst(1, cancellationToken));
        Preloaded.AddRange(_pandas.OneByOne(slice, cancellationToken));
        BareImport.AddRange(_importing.OneByOne(slice, cancellationToken));
    }

    private LoadGenerator Load(Workload workload, string revision) => new(_server.Port, workload.Request(_server.Port, _server.Key, revision), Workload.IsRight);

    /// <summary>The id of a revision that has succeeded.</summary>
    private string Build(string requirements, string imports, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["name"] = "bench",
            ["language"] = "python",
            ["manifest_file"] = new Dictionary<string, string> { ["name"] = "requirements.txt", ["contents"] = requirements },
            ["additional_python_imports"] = imports,
        });
        using var made = Call("POST", "/v1/runtimes", body);
        var (runtime, revision) = (made.RootElement.GetProperty("id").GetString(), made.RootElement.GetProperty("revision_id").GetString()!);
        var clock = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        while (clock.Elapsed < BuildPatience)
        {
            using var now = Call("GET", $"/v1/runtimes/{runtime}/revisions/{revision}", "");
            switch (now.RootElement.GetProperty("status").GetString())
            {
                case "succeeded":
                    return revision;
                case "failed" or "cancelled":
                    throw new BenchException($"the revision with {requirements} was not built: {now.RootElement.GetProperty("build_log").GetString()}");
                default:
                    never.Wait(Poll, cancellationToken);
                    break;
            }
        }

        throw new BenchException($"the revision with {requirements} was not built within {BuildPatience.TotalMinutes} minutes");
    }

    private JsonDocument Call(string method, string path, string body)
    {
        using var connection = new LoopbackConnection(_server.Port, BuildPatience);
        var status = connection.Exchange(
            Encoding.UTF8.GetBytes(
                $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{_server.Port}\r\nAuthorization: Bearer {_server.Key}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"),
            out var answer);
        return status == 200 ? JsonDocument.Parse(answer.ToArray()) : throw new BenchException($"{method} {path} was answered {status}: {Encoding.UTF8.GetString(answer)}");
    }
}
