using System.Globalization;
using System.Text.Json;

namespace Paddock.Bench.Rows;

/// <summary>
/// Functions that take or return 10 MiB of JSON, beside what the same interpreter, bare, needs to parse and write such a value once: both timed in one
/// process, so that its start is not counted.
/// </summary>
internal sealed class LargeRow(BenchOptions options) : Row, IDisposable
{
    private const int Times = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string BarePython = """
        import json, os, sys, time
        text, out = open(sys.argv[1], "rb").read(), os.open("/dev/null", os.O_WRONLY)
        def once():
            began = time.perf_counter()
            os.write(out, json.dumps(json.loads(text)).encode())
            return (time.perf_counter() - began) * 1000
        print([once() for _ in range(int(sys.argv[2]))])
        """;

    private const string BareJavaScript = """
        import { openSync, readFileSync, writeSync } from 'node:fs';
        const text = readFileSync(process.argv[2]), out = openSync('/dev/null', 'w');
        function once() {
            const began = performance.now();
            writeSync(out, JSON.stringify(JSON.parse(text.toString())));
            return performance.now() - began;
        }
        console.log(JSON.stringify(Array.from({ length: Number(process.argv[3]) }, once)));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("paddock-bench-large-").FullName;
    private readonly Dictionary<LargeCase, Samples> _times = LargeCase.All.ToDictionary(static one => one, static _ => new Samples());
    private readonly Dictionary<(string Language, LargeKind Kind), Samples> _bare =
        LargeCase.All.Select(static one => (one.Language, one.Kind)).Distinct().ToDictionary(static one => one, static _ => new Samples());

    private BenchServer? _server;

    public override string Name => "large";

    public override IEnumerable<Line> Lines => LargeCase.All.Select(one => new Line(
        Name, one.Name, one.Label, new Figure("p50_ms", _times[one].Percentile(50)), new Figure("bare_ms", Bare(one).Value)));

    public override IEnumerable<Target> Targets => LargeCase.All.Select(one =>
        new Target(Name, one.Label, _times[one].Percentile(50), "ms", 3) { Compared = Comparison.TimesBaseline, Beside = Bare(one) });

    public override void Prepare(BenchServer server, CancellationToken cancellationToken) => _server = server;

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        if (round > 0)
        {
            return;
        }

        foreach (var one in LargeCase.All)
        {
            Progress.Say(Name, one.Label);
            var load = Load(_server!, _server!.Request("POST", "/v1/execute-function", one.Body()), one.IsRight, Patience);
            _times[one].AddRange(load.Count(clients: 1, Times, cancellationToken));
        }

        foreach (var ((language, kind), samples) in _bare)
        {
            cancellationToken.ThrowIfCancellationRequested();
            samples.AddRange(ParseAndWrite(language, kind));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Baseline Bare(LargeCase one) => new("parse, write", _bare[(one.Language, one.Kind)].Percentile(50));

    private double[] ParseAndWrite(string language, LargeKind kind)
    {
        var (program, document, output) = (Path.Combine(_folder, "once.mjs"), Path.Combine(_folder, "value.json"), Path.Combine(_folder, "times.json"));
        File.WriteAllText(program, BareJavaScript);
        File.WriteAllBytes(document, LargeCase.Document(kind));
        var times = Times.ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<string> command = language == "python"
            ? ["/usr/bin/python3.11", "-I", "-c", BarePython, document, times]
            : [options.Bun, program, document, times];
        var status = ChildProcess.Start(command, ChildProcess.PlainEnvironment, output).Wait();
        var text = File.ReadAllText(output);
        return status == 0 ? JsonSerializer.Deserialize<double[]>(text)! : throw new BenchException($"{language} cannot parse and write: {text}");
    }
}
