namespace Paddock.Bench.Rows;

/// <summary>Memory for each idle ready cell: a server of its own keeps its pools as full as they get by default, and nothing runs.</summary>
internal sealed class DensityRow(BenchOptions options) : Row
{
    /// <summary>The default of MaxReady.</summary>
    private const int Ready = 64;

    private CellMemory _python = new(0, double.NaN, double.NaN);
    private CellMemory _javaScript = new(0, double.NaN, double.NaN);

    public override string Name => "density";

    public override IEnumerable<Line> Lines => [Line("python", _python), Line("javascript", _javaScript)];

    public override IEnumerable<Target> Targets =>
    [
        Target("python", _python, 2),
        Target("javascript", _javaScript, 6),
    ];

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        if (round > 0)
        {
            return;
        }

        using var server = BenchServer.Start(options, Name, [$"Paddock__Sandbox__MinReady={Ready}", $"Paddock__Sandbox__MaxReady={Ready}"], cancellationToken);
        server.WaitForReady("python", Ready, cancellationToken);
        server.WaitForReady("javascript", Ready, cancellationToken);
        Census.AtRest(server.Pid, cancellationToken);
        (_python, _javaScript) = (CellMemory.Of(server.Pid, "python"), CellMemory.Of(server.Pid, "bun"));
    }

    private static Line Line(string language, CellMemory memory) => new(
        "density", language, $"ready {language} cells", new Figure("cells", memory.Cells), new Figure("private_mib", memory.PrivateMiB), new Figure("each_mib", memory.EachMiB));

    private static Target Target(string language, CellMemory memory, double most) =>
        new("density", $"{language}: private + shared/{Ready}", memory.EachMiB, "MiB", most) { Beside = new("private", memory.PrivateMiB) };
}
