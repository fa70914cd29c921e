using System.Globalization;

namespace Paddock.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions
{
    /// <summary>The built server.</summary>
    public string ServerDll { get; init; } = "";

    /// <summary>The bun that cells run, for the bare baseline.</summary>
    public string Bun { get; init; } = "";

    /// <summary>Folder for the server's log.</summary>
    public string Logs { get; init; } = ".";

    /// <summary>Folder of wheels for the index of the row of revisions.</summary>
    public string Wheels { get; init; } = ".";

    /// <summary>Folder with what npm has for the row of peers.</summary>
    public string Peers { get; init; } = ".";

    /// <summary>One short round instead of three longer ones.</summary>
    public bool Quick { get; init; }

    /// <summary>Where the figures go as JSON as well, or null.</summary>
    public string? JsonFile { get; init; }

    /// <summary>The rows that take minutes, too.</summary>
    public bool All { get; init; }

    /// <summary>The rows that were named; null: those that a run of this length measures.</summary>
    public IReadOnlySet<string>? Named { get; init; }

    /// <summary>The rows to measure.</summary>
    public IReadOnlySet<string> Rows => Named ?? RowCatalog.All.Where(IsMeasured).Select(static kind => kind.Name).ToHashSet();

    /// <summary>How many executions the row of the steady state takes, or null for what fits the run.</summary>
    public int? Executions { get; init; }

    /// <summary>How many executions the row of the steady state takes.</summary>
    public int Steady => Executions ?? (Quick ? 2_000 : 100_000);

    /// <summary>The short form that holds ratios against <see cref="ExpectedFile"/>.</summary>
    public bool Gate { get; init; }

    /// <summary>Writes what the gate measures down in <see cref="ExpectedFile"/>.</summary>
    public bool UpdateExpected { get; init; }

    /// <summary>bench/expected.json.</summary>
    public string ExpectedFile { get; init; } = "bench/expected.json";

    /// <summary>Nothing but the usage was asked for.</summary>
    public bool Help { get; init; }

    /// <summary>Rounds over all rows: baselines and rows alternate, so that a noisy minute hits both.</summary>
    public int Rounds => Quick ? 1 : 3;

    /// <summary>How long one row is measured in one round. With the 25 or so slices of a round a quick run takes half a minute, a plain one three minutes.</summary>
    public TimeSpan Slice => TimeSpan.FromMilliseconds(Quick ? 750 : 1_000);

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Usage =>
        $"""
        ./paddock bench [--quick] [--all] [--rows NAME,…] [--steady N] [--json FILE]
          Measure this machine: calls through a server of its own, beside bare starts of the same interpreters.
            --quick          one short round in place of three longer ones
            --all            the rows that take minutes, too
            --rows NAME,…    only these rows; `curve` stands for all that begin with it
            --steady N       so many executions in the row `steady`, in place of 100,000 (--quick: 2,000)
            --json FILE      write the figures as JSON, too
        ./paddock bench --gate | --update-expected
          Within a minute: hold ratios and allocations against bench/expected.json, as `./paddock test bench` does; or write them down there.

        Rows:
        {string.Join('\n', RowCatalog.All.Select(static kind => $"    {kind.Name,-16} {kind.What}{Remark(kind.Length)}"))}

        A missed target does not fail the run, a wrong answer does. docs/performance.md tells the method.
        """;

    private bool IsMeasured(RowKind kind) => All || kind.Length <= (Quick ? RowLength.Short : RowLength.Medium);

    private static string Names => string.Join(',', RowCatalog.All.Select(static kind => kind.Name));

    public static bool TryParse(string[] arguments, out BenchOptions options, out string complaint)
    {
        options = new BenchOptions();
        complaint = "";
        for (var i = 0; i < arguments.Length && complaint.Length == 0; i++)
        {
            if (Flag(options, arguments[i]) is { } with)
            {
                options = with;
            }
            else if (i + 1 == arguments.Length)
            {
                complaint = $"`{arguments[i]}` is unknown or lacks its value; see --help";
            }
            else
            {
                (options, complaint) = WithValue(options, arguments[i], arguments[++i]);
            }
        }

        if (complaint.Length == 0 && !options.Help && !File.Exists(options.ServerDll))
        {
            complaint = $"there is no server at `{options.ServerDll}`; start this with ./paddock bench";
        }

        return complaint.Length == 0;
    }

    private static string Remark(RowLength length) => length switch
    {
        RowLength.Medium => " (not with --quick)",
        RowLength.Long => " (minutes; only with --all or by name)",
        _ => "",
    };

    private static BenchOptions? Flag(BenchOptions options, string name) => name switch
    {
        "--quick" => options with { Quick = true },
        "--all" => options with { All = true },
        "--gate" => options with { Gate = true },
        "--update-expected" => options with { Gate = true, UpdateExpected = true },
        "--help" or "-h" => options with { Help = true },
        _ => null,
    };

    private static (BenchOptions Options, string Complaint) WithValue(BenchOptions options, string name, string value) => name switch
    {
        "--server" => (options with { ServerDll = value }, ""),
        "--bun" => (options with { Bun = value }, ""),
        "--logs" => (options with { Logs = value }, ""),
        "--json" => (options with { JsonFile = value }, ""),
        "--expected" => (options with { ExpectedFile = value }, ""),
        "--peers" => (options with { Peers = value }, ""),
        "--wheels" => (options with { Wheels = value }, ""),
        "--rows" => WithRows(options, value),
        "--steady" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 100
            ? (options with { Executions = count }, "")
            : (options, $"--steady takes a number from 100, not `{value}`"),
        _ => (options, $"`{name}` is unknown; see --help"),
    };

    // `curve` stands for every row that begins with `curve-`
    private static (BenchOptions Options, string Complaint) WithRows(BenchOptions options, string value)
    {
        var rows = new HashSet<string>();
        foreach (var name in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var meant = RowCatalog.All.Select(static kind => kind.Name).Where(row => row == name || row.StartsWith($"{name}-", StringComparison.Ordinal)).ToList();
            if (meant.Count == 0)
            {
                return (options, $"--rows takes some of {Names}, not `{name}`");
            }

            rows.UnionWith(meant);
        }

        return rows.Count > 0 ? (options with { Named = rows }, "") : (options, $"--rows takes some of {Names}");
    }
}
