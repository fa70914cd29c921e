namespace Paddock.Bench;

/// <summary>What was asked for on the command line.</summary>
/// <param name="ServerDll">The built server.</param>
/// <param name="Bun">The bun that cells run, for the bare baseline.</param>
/// <param name="Logs">Folder for the server's log.</param>
/// <param name="Quick">One short round instead of three longer ones.</param>
/// <param name="JsonFile">Where the figures go as JSON as well, or null.</param>
/// <param name="Wheels">Folder of wheels for the index of the row of revisions.</param>
/// <param name="Rows">The rows to measure.</param>
internal sealed record BenchOptions(string ServerDll, string Bun, string Logs, bool Quick, string? JsonFile, string Wheels, IReadOnlySet<string> Rows)
{
    /// <summary>Every row there is, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> AllRows = ["python", "javascript", "typescript", "burst", "door", "revisions"];

    /// <summary>Rounds over all rows: baselines and rows alternate, so that a noisy minute hits both.</summary>
    public int Rounds => Quick ? 1 : 3;

    /// <summary>How long one row is measured in one round. With the 20 or so slices of a round this keeps the whole under 25 s or 90 s.</summary>
    public TimeSpan Slice => TimeSpan.FromMilliseconds(Quick ? 750 : 1_000);

    public static bool TryParse(string[] arguments, out BenchOptions options, out string complaint)
    {
        options = new BenchOptions("", "", ".", Quick: false, JsonFile: null, ".", AllRows.ToHashSet());
        complaint = "";
        for (var i = 0; i < arguments.Length && complaint.Length == 0; i++)
        {
            if (arguments[i] == "--quick")
            {
                options = options with { Quick = true };
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                complaint = $"`{arguments[i]}` is unknown or lacks its value; try --quick, --json FILE, --rows {string.Join(',', AllRows)}";
                return false;
            }

            (options, complaint) = WithValue(options, arguments[i], arguments[++i]);
        }

        if (complaint.Length == 0 && !File.Exists(options.ServerDll))
        {
            complaint = $"there is no server at `{options.ServerDll}`; start this with ./paddock bench";
        }

        return complaint.Length == 0;
    }

    private static (BenchOptions Options, string Complaint) WithValue(BenchOptions options, string name, string value) => name switch
    {
        "--server" => (options with { ServerDll = value }, ""),
        "--bun" => (options with { Bun = value }, ""),
        "--logs" => (options with { Logs = value }, ""),
        "--json" => (options with { JsonFile = value }, ""),
        "--wheels" => (options with { Wheels = value }, ""),
        "--rows" => WithRows(options, value),
        _ => (options, $"`{name}` is unknown; there are --quick, --json FILE, --rows {string.Join(',', AllRows)}"),
    };

    private static (BenchOptions Options, string Complaint) WithRows(BenchOptions options, string value)
    {
        var rows = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
        var unknown = rows.Except(AllRows).ToList();
        return unknown.Count == 0 && rows.Count > 0
            ? (options with { Rows = rows }, "")
            : (options, $"--rows takes some of {string.Join(',', AllRows)}, not `{value}`");
    }
}
