using System.Globalization;

namespace Paddock.Bench.Rows;

/// <summary>The small Python function on revisions whose templates hold ever more memory, a server for each: what a fork of much memory costs.</summary>
internal sealed class TemplatesRow(BenchOptions options) : Row
{
    private const int Clients = 16;
    private const string Pool = "python-revisions";

    /// <summary>20 is about what the template has by itself.</summary>
    private static readonly int[] SizesMiB = [20, 100, 400];

    private readonly List<(int MiB, double Template, Samples Times, double Rate, StepFigure? Spawn)> _templates = [];

    public override string Name => "curve-templates";

    public override IEnumerable<Line> Lines => _templates.Select(one => new Line(
        Name, $"{one.MiB}", $"Python, template of {one.MiB} MiB", new Figure("template_mib", one.Template), new Figure("p50_ms", one.Times.Percentile(50)),
        new Figure("p99_ms", one.Times.Percentile(99)), new Figure("per_second", one.Rate), new Figure("spawn_p50_ms", one.Spawn?.P50 ?? double.NaN)));

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        if (round > 0)
        {
            return;
        }

        foreach (var size in SizesMiB)
        {
            Progress.Say(Name, $"a template of {size} MiB");
            Template(size, cancellationToken);
        }
    }

    private void Template(int size, CancellationToken cancellationToken)
    {
        using var server = BenchServer.Start(options, Name, [], cancellationToken);
        var own = LargestPythonMiB(server.Pid);

        // many small objects that a module keeps, not one block that a huge page would hold
        var imports = string.Create(CultureInfo.InvariantCulture, $"import json; json.ballast = [bytes(1000) for _ in range({Math.Max(0, size - own):0} * 1024)]");
        var load = Load(server, Workload.Python, Revision.Build(server, "", imports, cancellationToken));
        load.Saturate(Clients, options.Slice, cancellationToken);
        var times = new Samples();
        times.AddRange(load.OneByOne(2 * options.Slice, cancellationToken));
        var rate = load.Saturate(Clients, 3 * options.Slice, cancellationToken);
        using var health = server.Health();
        _templates.Add((size, LargestPythonMiB(server.Pid), times, rate, StepFigure.From(health).FirstOrDefault(static step => step is { Pool: Pool, Step: "spawn" })));
    }

    private static double LargestPythonMiB(int serverPid) =>
        ProcessTree.Below(serverPid).Where(static pid => ProcFile.Read($"/proc/{pid}/comm").StartsWith("python", StringComparison.Ordinal)).Select(ProcFile.ResidentMiB).DefaultIfEmpty(0).Max();
}
