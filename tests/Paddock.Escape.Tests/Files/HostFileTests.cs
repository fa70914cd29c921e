using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Files;

/// <summary>The host's files, by every way that a path can take.</summary>
public sealed class HostFileTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>Where the host's tree could show: /srv is where it does without the layer <c>root</c>.</summary>
    private const string Ways = """["", "/srv", "/proc/1/root", "/proc/self/root", "/proc/1/cwd/../..", "/proc/self/cwd/../..", "/..", "/proc/1/root/srv", "/dev/fd/../.."]""";

    private static readonly string[] _processFiles = ["environ", "mem", "maps", "cmdline", "fd/0"];

    private static readonly Payload _read = new(
        $$"""
        def execute(input):
            found = {}
            for way in {{Ways}}:
                for path in input:
                    try:
                        with open(way + path, "rb") as file:
                            found[way + path] = file.read(2000).decode("latin-1")
                    except OSError:
                        pass
            return found
        """,
        $$"""
        function execute(input) {
          const found = {};
          for (const way of {{Ways}}) {
            for (const path of input) {
              try {
                const file = fs.openSync(way + path, "r");
                const bytes = Buffer.alloc(2000);
                found[way + path] = bytes.toString("latin1", 0, fs.readSync(file, bytes));
                fs.closeSync(file);
              } catch {}
            }
          }
          return found;
        }
        """);

    private static readonly Payload _write = new(
        $$"""
        def execute(input):
            done = []
            for way in {{Ways}}:
                for path in input:
                    for what, action in {
                        "write": lambda: os.write(os.open(way + path + "/secret", os.O_WRONLY), b"spoilt"),
                        "make": lambda: os.close(os.open(way + path + "/new", os.O_WRONLY | os.O_CREAT)),
                        "remove": lambda: os.unlink(way + path + "/secret"),
                        "mode": lambda: os.chmod(way + path + "/secret", 0o777),
                        "link": lambda: os.link(way + path + "/secret", "/tmp/link"),
                        "rename": lambda: os.rename(way + path + "/secret", way + path + "/other"),
                    }.items():
                        if attempt(action) is None:
                            done.append([what, way + path])
            return done
        """,
        $$"""
        function execute(input) {
          const done = [];
          for (const way of {{Ways}}) {
            for (const path of input) {
              for (const [what, action] of Object.entries({
                write: () => fs.writeSync(fs.openSync(way + path + "/secret", "r+"), "spoilt"),
                make: () => fs.closeSync(fs.openSync(way + path + "/new", "w")),
                remove: () => fs.unlinkSync(way + path + "/secret"),
                mode: () => fs.chmodSync(way + path + "/secret", 0o777),
                link: () => fs.linkSync(way + path + "/secret", "/tmp/link"),
                rename: () => fs.renameSync(way + path + "/secret", way + path + "/other"),
              })) {
                if (attempt(action) === null) done.push([what, way + path]);
              }
            }
          }
          return done;
        }
        """);

    private static readonly Payload _list = new(
        $$"""
        def execute(input):
            found = []
            for way in {{Ways}}:
                for path in input:
                    for what, action in {"list": lambda: os.listdir(way + path), "ask": lambda: os.stat(way + path), "go": lambda: os.chdir(way + path)}.items():
                        if attempt(action) is None:
                            found.append([what, way + path])
            return found
        """,
        $$"""
        function execute(input) {
          const found = [];
          for (const way of {{Ways}}) {
            for (const path of input) {
              for (const [what, action] of Object.entries({ list: () => fs.readdirSync(way + path), ask: () => fs.statSync(way + path), go: () => process.chdir(way + path) })) {
                if (attempt(action) === null) found.push([what, way + path]);
              }
            }
          }
          return found;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("root+landlock")]
    [HoldsWithout("root")]
    [HoldsWithout("landlock")]
    public async Task A_function_cannot_read_a_file_of_the_host_that_everybody_may_read(string language) =>
        (await AttackAsync(language, _read, Json([.. Cage.Canaries.Files, RepositoryRoot.Find() + "/Paddock.slnx", "/etc/os-release", "/etc/machine-id"])))
            .ShouldBeValid("{}");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("root+landlock+uid")]
    [HoldsWithout("root+landlock")]
    [HoldsWithout("uid+landlock")]
    public async Task A_function_cannot_read_what_root_alone_may_read(string language) =>
        (await AttackAsync(language, _read, Json(["/etc/shadow", "/etc/gshadow", "/root/.bashrc", .. Directory.EnumerateFiles(Server.DataDirectory)]))).ShouldBeValid("{}");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("root")]
    [HoldsWithout("landlock")]
    public async Task A_function_cannot_find_out_what_the_host_has_in_its_folders(string language) =>
        (await AttackAsync(language, _list, Json([.. Cage.Canaries.Folders, RepositoryRoot.Find()]))).ShouldBeValid("[]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("root+landlock")]
    [HoldsWithout("root")]
    [HoldsWithout("landlock")]
    public async Task A_function_cannot_write_make_or_remove_a_file_of_the_host(string language) =>
        (await AttackAsync(language, _write, Json(Cage.Canaries.Folders))).ShouldBeValid("[]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the user namespace of a cell stands between any process of it and the host's, and cannot be left out: without it nothing else can be set up")]
    public async Task A_function_cannot_read_the_environment_or_the_memory_of_the_server(string language) =>
        (await AttackAsync(language, _read, Json([.. Cage.Canaries.Processes.Append(Server.Pid).SelectMany(pid => _processFiles.Select(file => $"/proc/{pid}/{file}"))])))
            .ShouldBeValid("{}");

    private static string Json(IReadOnlyList<string> paths) => JsonSerializer.Serialize(paths);
}
