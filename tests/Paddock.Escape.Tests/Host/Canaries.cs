using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Host;

/// <summary>
/// Things of the host that no function may see or touch: files that everybody may read and write, so that nothing but the cage keeps them,
/// and processes under the uids that cells have.
/// </summary>
internal sealed class Canaries : IDisposable
{
    public const string ServerVariable = "PADDOCK_CANARY";

    private const UnixFileMode Everybody = (UnixFileMode)0b110_110_110;
    private const UnixFileMode EverybodysFolder = (UnixFileMode)0b111_111_111;

    private readonly List<Process> _processes = [];
    private readonly List<ProcessInfo> _alive = [];

    private Canaries(IReadOnlyList<string> folders) => Folders = folders;

    /// <summary>What no answer may contain: it is in every file here, and in the environment of <see cref="Processes"/>.</summary>
    public static string Secret { get; } = $"canary-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>The same in the server's environment.</summary>
    public static string ServerSecret { get; } = $"server-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>One folder each in the data directory, in /tmp, in /dev/shm and in the checkout's artifacts.</summary>
    public IReadOnlyList<string> Folders { get; }

    public IReadOnlyList<string> Files => [.. Folders.Select(folder => Path.Combine(folder, "secret"))];

    /// <summary>Sleeping processes of the host: one of the tests' own user, and as root one under the uid of each pool.</summary>
    public IReadOnlyList<int> Processes => [.. _alive.Select(process => process.Pid)];

    public static Canaries Place(ServerProcess server)
    {
        var name = $"paddock-canary-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        string[] places = [server.DataDirectory, "/tmp", "/dev/shm", Path.Combine(RepositoryRoot.Find(), "artifacts")];
        var canaries = new Canaries([.. places.Select(place => Path.Combine(place, name))]);
        canaries.WriteFiles();
        canaries.StartProcesses();
        return canaries;
    }

    /// <summary>After an attack that got through, so that the next one is not blamed for it.</summary>
    public void Repair()
    {
        RemoveFolders();
        WriteFiles();
        EndProcesses();
        StartProcesses();
    }

    public void AssertUntouched()
    {
        foreach (var folder in Folders)
        {
            Directory.GetFileSystemEntries(folder).ShouldBe([Path.Combine(folder, "secret")], $"something was made or removed in {folder} of the host");
            File.GetUnixFileMode(folder).ShouldBe(EverybodysFolder, folder);
        }

        foreach (var file in Files)
        {
            File.ReadAllText(file).ShouldBe(Secret, $"{file} of the host was written");
            File.GetUnixFileMode(file).ShouldBe(Everybody, file);
        }

        foreach (var process in _alive)
        {
            ProcessTable.IsAlive(process).ShouldBeTrue($"{process} of the host has ended");
            State(process.Pid).ShouldBe('S', $"{process} of the host was stopped or traced");
        }
    }

    public void Dispose()
    {
        EndProcesses();
        RemoveFolders();
    }

    private void WriteFiles()
    {
        foreach (var folder in Folders)
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, EverybodysFolder);
            var file = Path.Combine(folder, "secret");
            File.WriteAllText(file, Secret);
            File.SetUnixFileMode(file, Everybody);
        }
    }

    private void RemoveFolders()
    {
        foreach (var folder in Folders.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void EndProcesses()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _processes.Clear();
        _alive.Clear();
    }

    private void StartProcesses()
    {
        Start([]);
        if (Environment.IsPrivilegedProcess)
        {
            foreach (var uid in Uids())
            {
                Start(["setpriv", $"--reuid={uid}", $"--regid={uid}", "--clear-groups"]);
            }
        }
    }

    /// <summary>As root each pool has a uid of its own: those that the templates and cells run under.</summary>
    private static IEnumerable<string> Uids() => ["70000", "70001", "70002", "70003"];

    private void Start(string[] before)
    {
        string[] command = [.. before, "sleep", "100000"];
        var start = new ProcessStartInfo("/usr/bin/env") { WorkingDirectory = "/" };
        foreach (var word in command)
        {
            start.ArgumentList.Add(word);
        }

        start.Environment[ServerVariable] = Secret;
        var process = Process.Start(start) ?? throw new InvalidOperationException("A canary process did not start.");
        _processes.Add(process);
        SpinWait.SpinUntil(() => ProcessTable.Read(process.Id)?.Name == "sleep" && State(process.Id) == 'S', TimeSpan.FromSeconds(10))
            .ShouldBeTrue("a canary process did not come up");
        _alive.Add(ProcessTable.Read(process.Id)!);
    }

    private static char? State(int pid) =>
        ProcessTable.TryReadText($"/proc/{pid}/stat") is { } stat ? stat[stat.LastIndexOf(')') + 2] : null;
}
