using System.Text.RegularExpressions;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Files;

/// <summary>The cell's own tree: only its scratch can be written.</summary>
public sealed partial class RootTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>Walks the whole tree; tries to open every file for writing, which changes nothing, and to make a file in every folder.</summary>
    private static readonly Payload _walk = new(
        """
        SCRATCH = ("/mnt/req", "/tmp", "/dev/shm", "/src")

        def execute(input):
            done, folders, files = [], 0, 0
            for folder, children, names in os.walk("/"):
                if folder in SCRATCH:
                    children.clear()
                    continue
                folders += 1
                try:
                    os.close(os.open(folder + "/paddock-escape", os.O_WRONLY | os.O_CREAT))
                    done.append(folder)
                    os.unlink(folder + "/paddock-escape")
                except OSError:
                    pass
                for name in names:
                    files += 1
                    try:
                        os.close(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW))
                        done.append(f"{folder}/{name}")
                    except OSError:
                        pass
            return [folders > 50, files > 500, sorted(path for path in done if not path.startswith("/proc/self/fd") and "/fd/" not in path)]
        """,
        """
        const SCRATCH = ["/mnt/req", "/tmp", "/dev/shm", "/src"];

        function execute(input) {
          const done = [], open = ["/"];
          let folders = 0, files = 0;
          while (open.length) {
            const folder = open.pop();
            if (SCRATCH.includes(folder)) continue;
            folders++;
            const below = folder === "/" ? "/" : folder + "/";
            try {
              fs.closeSync(fs.openSync(below + "paddock-escape", "wx"));
              done.push(folder);
              fs.unlinkSync(below + "paddock-escape");
            } catch {}
            let entries = [];
            try { entries = fs.readdirSync(folder, { withFileTypes: true }); } catch {}
            for (const entry of entries) {
              if (entry.isDirectory()) {
                open.push(below + entry.name);
                continue;
              }
              files++;
              try {
                fs.closeSync(fs.openSync(below + entry.name, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOFOLLOW));
                done.push(below + entry.name);
              } catch {}
            }
          }
          return [folders > 50, files > 500, done.filter((path) => !path.includes("/fd/")).sort()];
        }
        """);

    private static readonly Payload _remount = new(
        """
        def execute(input):
            return [attempt(lambda: os.chmod("/usr", 0o777)), attempt(lambda: os.chown("/usr", 1000, 1000)), attempt(lambda: os.rename("/usr", "/tmp/usr")),
                    attempt(lambda: os.rmdir("/home")), attempt(lambda: os.symlink("/tmp", "/x")), attempt(lambda: os.mkfifo("/x")), attempt(lambda: os.mkdir("/x")),
                    attempt(lambda: os.truncate("/usr/bin/env", 0)), attempt(lambda: os.utime("/usr")), attempt(lambda: os.link("/usr/bin/env", "/x"))]
        """,
        """
        function execute(input) {
          return [() => fs.chmodSync("/usr", 0o777), () => fs.chownSync("/usr", 1000, 1000), () => fs.renameSync("/usr", "/tmp/usr"), () => fs.rmdirSync("/home"),
            () => fs.symlinkSync("/tmp", "/x"), () => { const e = syscall(NR.mknod, text("/x"), 0o10644, 0); if (e < 0) throw { code: name_of(-e) }; }, () => fs.mkdirSync("/x"),
            () => fs.truncateSync("/usr/bin/env", 0), () => fs.utimesSync("/usr", 1, 1), () => fs.linkSync("/usr/bin/env", "/x")].map(attempt);
        }
        """);

    private static readonly Payload _descriptors = new(
        """
        def execute(input):
            own = os.open("/proc/self/fd", os.O_RDONLY)
            found = {}
            for name in os.listdir(own):
                if int(name) != own:
                    found[name] = os.readlink(f"/proc/self/fd/{name}") if attempt(lambda: os.readlink(f"/proc/self/fd/{name}")) is None else None
            return {name: (kind or "").split(":")[0] for name, kind in found.items() if kind is not None}
        """,
        """
        function execute(input) {
          const found = {};
          for (const name of fs.readdirSync("/proc/self/fd")) {
            try { found[name] = fs.readlinkSync("/proc/self/fd/" + name).split(":")[0]; } catch {}
          }
          return found;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("read-only+landlock+uid")]
    [HoldsWithout("read-only")]
    [HoldsWithout("landlock")]
    public async Task A_function_can_write_nothing_of_its_tree_but_scratch_and_harmless_devices(string language)
    {
        var answer = (await AttackAsync(language, _walk)).ShouldBeValid();

        answer.Output[0].GetBoolean().ShouldBeTrue();
        answer.Output[1].GetBoolean().ShouldBeTrue();
        answer.Output[2].EnumerateArray().Select(path => path.GetString()!).Where(path => !IsHarmless(path)).ShouldBeEmpty();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [NoSwitch("the tree belongs to a user that no cell maps, besides the layers of its neighbour test")]
    public async Task A_function_cannot_change_its_root(string language)
    {
        var answer = (await AttackAsync(language, _remount)).ShouldBeValid();

        answer.Output.GetArrayLength().ShouldBe(10);
        answer.Output.EnumerateArray().ShouldAllBe(error => error.ValueKind == System.Text.Json.JsonValueKind.String);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("descriptors")]
    public async Task A_function_finds_no_descriptor_of_its_makers(string language)
    {
        var answer = (await AttackAsync(language, _descriptors)).ShouldBeValid();

        foreach (var descriptor in answer.Output.EnumerateObject())
        {
            var kind = descriptor.Value.GetString()!;
            (descriptor.Name switch
            {
                "0" => kind == "/dev/null",
                "1" or "2" => kind == "pipe",
                "3" => kind == "socket",
                // What an interpreter opens for itself.
                _ => kind.StartsWith("anon_inode", StringComparison.Ordinal) || kind.StartsWith("/proc/", StringComparison.Ordinal)
                    || kind is "/dev/null" or "/dev/urandom" || kind.StartsWith("/opt/paddock", StringComparison.Ordinal) || kind.StartsWith("/src", StringComparison.Ordinal),
            }).ShouldBeTrue($"{descriptor.Name} is {kind}");
        }
    }

    /// <summary>Devices that keep nothing, and what the kernel lets a thread say about itself.</summary>
    private static bool IsHarmless(string path) =>
        path is "/dev/null" or "/dev/zero" or "/dev/full" or "/dev/random" or "/dev/urandom" || OfItself().IsMatch(path);

    [GeneratedRegex(@"^/proc/\d+/(task/\d+/)?(attr/(\w+/)?\w+|comm|timerslack_ns)$")]
    private static partial Regex OfItself();
}
