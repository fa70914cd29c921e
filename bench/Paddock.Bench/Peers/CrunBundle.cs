using System.Text.Json;

namespace Paddock.Bench.Peers;

/// <summary>A bundle for crun as somebody would prepare it once: the file system of Python's cells, read-only, five namespaces, no capability, limits of memory and processes.</summary>
internal sealed class CrunBundle : IDisposable
{
    private const string Hybrid = "/sys/fs/cgroup/unified";

    private readonly string _folder = Directory.CreateTempSubdirectory("paddock-bench-crun-").FullName;

    /// <param name="root">The root file system.</param>
    /// <param name="program">What runs in it.</param>
    public CrunBundle(string root, IReadOnlyList<string> program) => File.WriteAllText(Path.Combine(_folder, "config.json"), $$"""
        {
          "ociVersion": "1.0.0",
          "process": {
            "terminal": false, "user": { "uid": 0, "gid": 0 }, "cwd": "/", "noNewPrivileges": true, "capabilities": {},
            "args": {{JsonSerializer.Serialize(program)}}, "env": {{JsonSerializer.Serialize(ChildProcess.PlainEnvironment)}}
          },
          "root": { "path": {{JsonSerializer.Serialize(root)}}, "readonly": true },
          "hostname": "bench",
          "mounts": [
            { "destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid", "noexec", "nodev"] },
            { "destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "strictatime", "mode=755", "size=65536k"] },
            { "destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "size=65536k"] }
          ],
          "linux": {
            "namespaces": [{ "type": "pid" }, { "type": "network" }, { "type": "ipc" }, { "type": "uts" }, { "type": "mount" }],
            "resources": { "memory": { "limit": 134217728 }, "pids": { "limit": 64 } }
          }
        }
        """);

    /// <summary>
    /// A container for one call. crun refuses machines on which both generations of control groups are mounted; there it is given a mount namespace
    /// without the second, which costs it another millisecond or two.
    /// </summary>
    public IReadOnlyList<string> Command(string crun)
    {
        string[] run = ["--root", Path.Combine(_folder, "state"), "run", "--bundle", _folder];
        return Directory.Exists(Hybrid)
            ? ["/usr/bin/unshare", "--mount", "--", "/bin/sh", "-c", $"umount {Hybrid}; exec {crun} {string.Join(' ', run)} \"$0\"", Spawner.Id]
            : [crun, .. run, Spawner.Id];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
