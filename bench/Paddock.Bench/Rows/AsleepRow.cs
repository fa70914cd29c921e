using System.Text.Json;

namespace Paddock.Bench.Rows;

/// <summary>
/// A thousand executions that sleep at the same time, on a server of their own with default settings. Each tells when it began and ended, so that
/// how many slept at once is known and not guessed; what they hold is sampled meanwhile.
/// </summary>
internal sealed class AsleepRow(BenchOptions options) : Row
{
    private const int Executions = 1_000;
    private const double BytesInMiB = 1024 * 1024;

    /// <summary>As long as a request waits for a cell by default, so that the last one to get one starts before the first one ends, however slow the machine is.</summary>
    private const int Seconds = 30;

    private const string Code = "import time\ndef execute(input):\n    began = time.time()\n    time.sleep(input)\n    return [began, time.time()]";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly Samples _times = new();
    private readonly List<(double Began, double Ended)> _slept = [];
    private double _serverMiB = double.NaN;
    private double _cellsMiB = double.NaN;

    public override string Name => "asleep";

    public override IEnumerable<Line> Lines =>
    [
        new(
            Name, "", $"{Executions} executions asleep at once", new Figure("answered", _times.Count), new Figure("at_once", Most(_slept)),
            new Figure("p99_ms", _times.Percentile(99)), new Figure("server_mib", _serverMiB), new Figure("cells_mib", _cellsMiB)),
    ];

    public override IEnumerable<Target> Targets =>
    [
        new(Name, $"answers to {Executions} that sleep {Seconds} s", IfMeasured(_times.Count), "", Executions) { AtLeast = true },
        new(Name, "asleep at the same moment", IfMeasured(Most(_slept)), "", Executions) { AtLeast = true },
        new(Name, "memory of the server and all cells", (_serverMiB + _cellsMiB) * BytesInMiB / 1e9, "GB", 6),
    ];

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        if (round > 0)
        {
            return;
        }

        using var server = BenchServer.Start(options, Name, [], cancellationToken);
        var body = $$$"""{"language":"python","code":{{{JsonSerializer.Serialize(Code)}}},"input":{{{Seconds}}},"limits":{"execution_timeout":{{{2 * Seconds}}}}}""";
        var load = Load(server, server.Request("POST", "/v1/execute-function", body), Keep, Patience);
        using var stop = new CancellationTokenSource();
        var sampler = new Thread(() => Sample(server.Pid, stop.Token));
        sampler.Start();
        try
        {
            _times.AddRange(Progress.While(Name, () => $"{load.Right} of {Executions} answered", () => load.Burst(Executions, cancellationToken)));
        }
        finally
        {
            stop.Cancel();
            sampler.Join();
        }
    }

    /// <summary>How many of the spans overlap at most.</summary>
    internal static int Most(IEnumerable<(double Began, double Ended)> spans)
    {
        var (now, most) = (0, 0);
        foreach (var (_, change) in spans.SelectMany(static span => new[] { (At: span.Began, Change: 1), (At: span.Ended, Change: -1) }).Order())
        {
            now += change;
            most = Math.Max(most, now);
        }

        return most;
    }

    private double IfMeasured(int figure) => double.IsNaN(_serverMiB) ? double.NaN : figure;

    // Called by a thousand threads.
    private bool Keep(int status, ReadOnlySpan<byte> body)
    {
        if (status != 200)
        {
            return false;
        }

        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        if (!document.RootElement.TryGetProperty("output", out var output) || output is not { ValueKind: JsonValueKind.Array } || output.GetArrayLength() != 2)
        {
            return false;
        }

        lock (_slept)
        {
            _slept.Add((output[0].GetDouble(), output[1].GetDouble()));
        }

        return true;
    }

    // Keeps the moment at which both together held the most.
    private void Sample(int serverPid, CancellationToken stop)
    {
        var groups = new CgroupMemory(serverPid);
        do
        {
            var (server, cells) = (ProcFile.ResidentMiB(serverPid), groups.MiB);
            if (!(server + cells <= _serverMiB + _cellsMiB))
            {
                (_serverMiB, _cellsMiB) = (server, cells);
            }
        }
        while (!stop.WaitHandle.WaitOne(Poll));
    }
}
