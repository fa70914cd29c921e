using Paddock.Bench.Rows;

namespace Paddock.Bench;

/// <summary>Every row there is, in the order of the report.</summary>
internal static class RowCatalog
{
    public static readonly IReadOnlyList<RowKind> All =
    [
        new("python", "a small Python function: one client, and saturated", RowLength.Short),
        new("javascript", "the same in JavaScript", RowLength.Short),
        new("typescript", "the same in TypeScript", RowLength.Short),
        new("cpu", "CPU time of a Python execution while saturated, beside a fork of a warm CPython", RowLength.Short),
        new("allocation", "bytes that the server allocates for a request", RowLength.Short),
        new("burst", "100 Python requests at the same moment", RowLength.Short),
        new("door", "https requests through the egress door, and made directly", RowLength.Short),
        new("revisions", "preloaded packages, first use, many in turn; needs the packages of ./paddock test Runtimes", RowLength.Short),
        new("large", "10 MiB of JSON into and out of Python and JavaScript functions", RowLength.Medium),
        new("density", "memory for each of 64 idle ready cells", RowLength.Medium),
        new("asleep", "1,000 executions that sleep at once, and what they hold", RowLength.Medium),
        new("peers", "the Python function by bwrap, firejail, crun and pyodide, which are installed for it", RowLength.Long),
        new("steady", "100,000 executions, and what the server holds before and after", RowLength.Long),
        new("curve-clients", "1, 2, 4 … 256 clients", RowLength.Long),
        new("curve-pools", "1, 2, 4 … 128 cells kept ready, a server for each", RowLength.Long),
        new("curve-templates", "templates of 20, 100 and 400 MiB, a server for each", RowLength.Long),
    ];

    /// <summary>The rows that were asked for, with the baselines they need.</summary>
    public static IReadOnlyList<Row> Create(BenchOptions options, BarePrograms programs)
    {
        var (python, bun, node) = (Bare(programs.Python), Bare(programs.Bun), programs.Node is null ? null : Bare(programs.Node));
        var floor = new HealthRow(options);
        var (fork, endpoint) = (new ForkRow(options), new EndpointRow(options));
        var wantsBun = options.Rows.Contains("javascript") || options.Rows.Contains("typescript");
        IEnumerable<Row?> rows =
        [
            floor,
            If("python", () => new PythonRow(options, python, fork)),
            If("javascript", () => new JavaScriptRow(options, floor, bun, node)),
            If("typescript", () => new TypeScriptRow(options, floor)),
            If("cpu", () => new CpuRow(options, fork)),
            If("python", () => python),
            options.Rows.Contains("python") || options.Rows.Contains("cpu") ? fork : null,
            If("python", () => Bare(programs.True)),
            If("python", () => endpoint),
            wantsBun ? bun : null,
            wantsBun ? node : null,
            If("allocation", () => new AllocationRow(options)),
            If("burst", () => new BurstRow(floor)),
            If("door", () => new DoorRow(options)),
            If("revisions", () => new RevisionRow(options)),
            If("large", () => new LargeRow(options)),
            If("density", () => new DensityRow(options)),
            If("asleep", () => new AsleepRow(options)),
            If("peers", () => new PeersRow(options)),
            If("steady", () => new SteadyRow(options)),
            If("curve-clients", () => new ClientsRow(options)),
            If("curve-pools", () => new PoolsRow(options)),
            If("curve-templates", () => new TemplatesRow(options)),
        ];
        return rows.OfType<Row>().ToList();

        Row? If(string name, Func<Row> create) => options.Rows.Contains(name) ? create() : null;

        BareRow Bare(Spawner spawner) => new(options, spawner);
    }
}
