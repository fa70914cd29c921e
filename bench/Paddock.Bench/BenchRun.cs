using System.Globalization;

namespace Paddock.Bench;

/// <summary>
/// The order of a run: start a server, get the rows ready, count what it holds, measure the rows in turn, let it come to rest,
/// count again, report. Everything that is compared is measured in the same minute on the same cores.
/// </summary>
internal sealed class BenchRun
{
    private readonly BenchOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly BenchServer _server;
    private readonly IReadOnlyList<Row> _rows;
    private readonly Dictionary<Row, string> _failures = [];

    private BenchRun(BenchOptions options, BenchServer server, IReadOnlyList<Row> rows, CancellationToken cancellationToken) =>
        (_options, _server, _rows, _cancellationToken) = (options, server, rows, cancellationToken);

    /// <summary>The exit code: 0 when every answer was right, 1 when not.</summary>
    public static int Execute(BenchOptions options, CancellationToken cancellationToken)
    {
        using var programs = new BarePrograms(options.Bun);
        var rows = RowCatalog.Create(options, programs);
        try
        {
            using var server = BenchServer.Start(options, "server", rows.SelectMany(static row => row.Variables), cancellationToken);
            var found = new BenchRun(options, server, rows, cancellationToken).Measure();
            TextReport.Write(Console.Out, found, options);
            if (options.JsonFile is not null)
            {
                JsonReport.Write(options.JsonFile, found);
            }

            return found.IsSound ? 0 : 1;
        }
        finally
        {
            foreach (var row in rows.OfType<IDisposable>())
            {
                row.Dispose();
            }
        }
    }

    private Findings Measure()
    {
        // first of all: later the load is our own
        var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        ForEach(row => row.Prepare(_server, _cancellationToken));
        var before = Census.AtRest(_server.Pid, _cancellationToken);
        for (var round = 0; round < _options.Rounds; round++)
        {
            ForEach(row => row.Measure(round, _cancellationToken));
        }

        var after = Census.AtRest(_server.Pid, _cancellationToken);
        using var health = _server.Health();
        return new Findings(load, _server.StartTime, _rows, _failures, StepFigure.From(health), before, after);
    }

    // A row that went wrong is not asked again, and takes no other with it.
    private void ForEach(Action<Row> step)
    {
        foreach (var row in _rows.Where(row => row.Missing is null && !_failures.ContainsKey(row)))
        {
            try
            {
                step(row);
            }
            catch (BenchException failure)
            {
                _failures[row] = failure.Message;
            }
        }
    }
}
