using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Files;

/// <summary>Device nodes, set-id bits, links and handles: files that are more than bytes.</summary>
public sealed class SpecialFileTests(CageFixture cage) : EscapeTest(cage)
{
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task A_function_cannot_make_a_device_node(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            # Character device 0:0 is a white-out, which the kernel lets anybody make; 1:1 is memory, 8:0 a disk.
            return [syscall(NR["mknod"], b"/tmp/x", mode | 0o666, device) for mode, device in ((0o20000, 0), (0o20000, 0x101), (0o60000, 0x800))]
        """,
        """
        function execute(input) {
          return [[0o20000, 0], [0o20000, 0x101], [0o60000, 0x800]].map(([mode, device]) => syscall(NR.mknod, text("/tmp/x"), mode | 0o666, device));
        }
        """))).ShouldBeValid("[-1,-1,-1]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("no-new-privs")]
    public async Task A_function_is_given_nothing_by_a_set_uid_program(string language) => (await AttackAsync(language, new Payload(
        """
        import re

        def execute(input):
            found = []
            for folder, _, names in os.walk("/usr"):
                found += [f"{folder}/{name}" for name in names if os.lstat(f"{folder}/{name}").st_mode & 0o6000]
            status = open("/proc/self/status").read()
            return [found, re.search(r"NoNewPrivs:\s*(\d)", status)[1], bool(os.statvfs("/tmp").f_flag & os.ST_NOSUID), bool(os.statvfs("/").f_flag & os.ST_NOSUID)]
        """,
        """
        function execute(input) {
          const found = fs.readdirSync("/usr", { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`).filter((path) => fs.lstatSync(path).mode & 0o6000);
          const mounts = fs.readFileSync("/proc/self/mounts", "utf8").trim().split("\n").map((line) => line.split(" "));
          const options = (path) => mounts.findLast((mount) => mount[1] === path)[3].split(",").includes("nosuid");
          return [found, /NoNewPrivs:\s*(\d)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1], options("/tmp"), options("/")];
        }
        """))).ShouldBeValid("""[[],"1",true,true]""");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("rlimits")]
    public async Task A_function_that_crashes_leaves_no_core_file(string language)
    {
        // A program of its own, since exec makes a process dumpable again; with the host's usual pattern the file would appear in the working directory.
        var answer = await AttackAsync(language, new Payload(
            """
            import subprocess

            def execute(input):
                os.chdir("/tmp")
                status = subprocess.run(["/bin/bash", "-c", "ulimit -c $(ulimit -Hc); kill -SEGV $$"]).returncode
                return [-status, os.listdir("/tmp")]
            """,
            """
            function execute(input) {
              process.chdir("/tmp");
              const result = child_process.spawnSync("/bin/bash", ["-c", "ulimit -c $(ulimit -Hc); kill -SEGV $$"]);
              return [os.constants.signals[result.signal], fs.readdirSync("/tmp")];
            }
            """));

        answer.ShouldBeValid("[11,[]]");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task A_function_cannot_open_a_file_by_handle_or_type_into_a_terminal(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            handle, mount = ctypes.create_string_buffer((128).to_bytes(4, "little"), 136), ctypes.c_int()
            return [name_of(-syscall(NR["name_to_handle_at"], -100, b"/usr", handle, ctypes.byref(mount), 0)), name_of(-syscall(NR["open_by_handle_at"], 3, handle, 0)),
                    name_of(-syscall(NR["ioctl"], 0, 0x5412, b"x")), name_of(-syscall(NR["ioctl"], 0, 0x541c, b"x")), name_of(-syscall(NR["ioctl"], 0, 0x1_0000_5412, b"x"))]
        """,
        """
        function execute(input) {
          const handle = Buffer.alloc(136), mount = Buffer.alloc(4);
          handle.writeUInt32LE(128);
          return [syscall(NR.name_to_handle_at, -100, text("/usr"), handle, mount, 0), syscall(NR.open_by_handle_at, 3, handle, 0),
            syscall(NR.ioctl, 0, 0x5412, text("x")), syscall(NR.ioctl, 0, 0x541c, text("x")), syscall(NR.ioctl, 0, 0x100005412, text("x"))].map((error) => name_of(-error));
        }
        """))).ShouldBeValid("""["EPERM","EPERM","EPERM","EPERM","EPERM"]""");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("proc")]
    public async Task A_function_sees_nothing_of_proc_but_its_own_processes(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            return [sorted(name for name in os.listdir("/proc") if not name.isdigit() and name not in ("self", "thread-self")), os.listdir("/sys") if os.path.exists("/sys") else []]
        """,
        """
        function execute(input) {
          return [fs.readdirSync("/proc").filter((name) => !/^\d+$/.test(name) && name !== "self" && name !== "thread-self").sort(), fs.existsSync("/sys") ? fs.readdirSync("/sys") : []];
        }
        """))).ShouldBeValid("[[],[]]");
}
