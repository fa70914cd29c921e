using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Invariants;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Neighbours;

/// <summary>A call leaves a mark wherever it can; the next ones look for it in all the same places.</summary>
public sealed class PersistenceTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _files = new(
        """
        def execute(input):
            found, marked = [], 0
            for folder, folders, files in os.walk("/"):
                if folder.startswith(("/proc", "/srv")):
                    folders.clear()
                    continue
                found += [os.path.join(folder, name) for name in files + folders if name.startswith("mark-")]
                if attempt(lambda: os.mkdir(f"{folder}/mark-{input}")) is None:
                    open(f"{folder}/mark-{input}/file", "w").write("mark")
                    marked += 1
            return [found, marked > 2]
        """,
        """
        function execute(input) {
          const found = [];
          let marked = 0;
          const open = ["/"];
          while (open.length > 0) {
            const folder = open.pop();
            let entries = [];
            attempt(() => { entries = fs.readdirSync(folder, { withFileTypes: true }); });
            for (const entry of entries) {
              const path = `${folder === "/" ? "" : folder}/${entry.name}`;
              if (entry.name.startsWith("mark-")) found.push(path);
              else if (entry.isDirectory() && path !== "/proc" && path !== "/srv") open.push(path);
            }
            if (attempt(() => fs.mkdirSync(`${folder}/mark-${input}`)) === null) marked++;
          }
          return [found, marked > 2];
        }
        """);

    private static readonly Payload _objects = new(
        """
        import struct

        def execute(input):
            found = []
            for kind, arguments in (("shmget", (4096,)), ("semget", (1,)), ("msgget", ())):
                if syscall(NR[kind], input, *arguments, 0) >= 0:
                    found.append(kind)
                syscall(NR[kind], input, *arguments, 0o1666)
            name = f"mark-{input}".encode()
            if syscall(NR["mq_open"], name, os.O_RDWR, 0, None) >= 0:
                found.append("mq")
            syscall(NR["mq_open"], name, os.O_RDWR | os.O_CREAT, 0o666, struct.pack("8q", 0, 1, 8, 0, 0, 0, 0, 0))
            return found
        """,
        """
        function execute(input) {
          const found = [];
          for (const [kind, ...values] of [["shmget", 4096], ["semget", 1], ["msgget"]]) {
            if (syscall(NR[kind], input, ...values, 0) >= 0) found.push(kind);
            syscall(NR[kind], input, ...values, 0o1666);
          }
          const name = text(`mark-${input}`);
          if (syscall(NR.mq_open, name, 2, 0, null) >= 0) found.push("mq");
          syscall(NR.mq_open, name, 0o102, 0o666, Buffer.from(new BigInt64Array([0n, 1n, 8n, 0n, 0n, 0n, 0n, 0n]).buffer));
          return found;
        }
        """);

    /// <summary>What lives in the process and would live on in a template that ran requests.</summary>
    private static readonly Payload _process = new(
        """
        import builtins, gc, json, resource, signal, sys, threading

        def execute(input):
            checks = {
                "builtins": hasattr(builtins, "mark"),
                "modules": "mark" in sys.modules,
                "imports": "tarfile" in sys.modules,
                "patches": hasattr(json, "mark"),
                "environment": "MARK" in os.environ,
                "directory": os.getcwd() != "/mnt/req",
                "umask": os.umask(0o777) == 0o777,
                "limits": resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 100,
                "signals": signal.getsignal(signal.SIGUSR1) is signal.SIG_IGN,
                "priority": os.nice(0) > 0,
                "collector": gc.get_threshold() == (77, 7, 7),
                "threads": threading.active_count() > 1,
                "name": open("/proc/self/comm").read() == "mark\n",
            }
            import tarfile
            builtins.mark = json.mark = True
            sys.modules["mark"] = json
            os.environ["MARK"] = "1"
            os.chdir("/tmp")
            resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)
            os.nice(5)
            gc.set_threshold(77, 7, 7)
            threading.Thread(target=threading.Event().wait, daemon=True).start()
            syscall(NR["prctl"], 15, b"mark")
            return [name for name, found in checks.items() if found]
        """,
        """
        function execute(input) {
          const checks = {
            globals: globalThis.mark,
            prototypes: Object.prototype.mark,
            modules: require("module").mark,
            cache: Object.keys(require.cache).some((name) => name.includes("mark")),
            environment: "MARK" in process.env,
            directory: process.cwd() !== "/mnt/req",
            umask: process.umask(0o777) === 0o777,
            priority: os.getPriority() > 0,
            name: fs.readFileSync("/proc/self/comm", "utf8") === "mark\n",
          };
          const found = Object.keys(checks).filter((name) => checks[name]);
          process.umask(0o022);
          fs.writeFileSync("/tmp/mark.js", "module.exports = 1");
          require("/tmp/mark.js");
          globalThis.mark = require("module").mark = true;
          Object.defineProperty(Object.prototype, "mark", { value: true });
          process.env.MARK = "1";
          process.chdir("/tmp");
          os.setPriority(5);
          syscall(NR.prctl, 15, text("mark"));
          return found;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("scratch")]
    public async Task Files_of_one_call_are_not_there_in_the_next(string language) => await FindNothingAsync(language, _files, "[[],true]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("ipc-namespace")]
    public async Task System_V_objects_and_message_queues_of_one_call_are_not_there_in_the_next(string language) =>
        await FindNothingAsync(language, _objects, "[]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(9, Later = "packages of a revision are imported in a template of that revision, and a call of another revision does not meet them")]
    [NoSwitch("a process for each call cannot be switched off: a template never sees a request")]
    public async Task What_a_call_imported_and_changed_in_its_process_is_not_there_in_the_next(string language) => await FindNothingAsync(language, _process, "[]");

    private async Task FindNothingAsync(string language, Payload payload, string nothing)
    {
        var mark = Random.Shared.Next(1, int.MaxValue);
        for (var i = 0; i < 4; i++)
        {
            (await AttackAsync(language, payload, $"{mark}")).ShouldBeValid(nothing);
        }
    }
}
