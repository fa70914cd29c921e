namespace Paddock.Bench;

/// <summary>The bare starts that rows are compared with: the same example as a program of its own, no server, no cage.</summary>
internal sealed class BarePrograms : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paddock-bench-").FullName;

    public BarePrograms(string bun)
    {
        var script = Path.Combine(_folder, "example.ts");
        File.WriteAllText(script, Workload.TypeScript.Code + "\nconsole.log(JSON.stringify(execute(JSON.parse(process.argv[2]))));\n");
        var python = $"import json, sys\n{Workload.Python.Code}\nprint(json.dumps(execute(json.loads(sys.argv[1]))))";
        var node = Workload.JavaScript.Code + "\nconsole.log(JSON.stringify(execute(JSON.parse(process.argv[1]))));";
        Python = new Spawner("python3", ["/usr/bin/python3.11", "-I", "-c", python, Workload.Input]);
        Bun = new Spawner("bun", [bun, script, Workload.Input]);
        Node = FindOnPath("node") is { } path ? new Spawner("node", [path, "-e", node, Workload.Input]) : null;
    }

    public Spawner Python { get; }

    public Spawner Bun { get; }

    /// <summary>Null on a machine without node.</summary>
    public Spawner? Node { get; }

    /// <summary>The smallest program there is: what starting and waiting cost by themselves.</summary>
    public Spawner True { get; } = new("true", ["/bin/true"]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The path of a program; null when there is none on PATH.</summary>
    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
