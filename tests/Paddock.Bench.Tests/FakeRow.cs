namespace Paddock.Bench.Tests;

/// <summary>A row that has been measured.</summary>
internal sealed class FakeRow(string name, IEnumerable<Line> lines, params IEnumerable<Target> targets) : Row
{
    public override string Name => name;

    public override IEnumerable<Line> Lines => lines;

    public override IEnumerable<Target> Targets => targets;

    public override void Measure(int round, CancellationToken cancellationToken) => throw new NotSupportedException();
}
