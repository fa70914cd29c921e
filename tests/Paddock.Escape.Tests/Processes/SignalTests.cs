using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Processes;

/// <summary>Other processes: the jail, the template, the cell beside, the host's.</summary>
public sealed class SignalTests(CageFixture cage) : EscapeTest(cage)
{
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("pid-namespace+landlock")]
    [HoldsWithout("pid-namespace")]
    [HoldsWithout("landlock")]
    public async Task A_signal_to_everybody_reaches_nobody_outside(string language) =>
        (await AttackAsync(language, new Payload(
            """
            import signal

            def execute(input):
                for number in (signal.SIGTERM, signal.SIGUSR2, signal.SIGSTOP, signal.SIGKILL):
                    attempt(lambda: os.kill(-1, number))
                return 1
            """,
            """
            function execute(input) {
              for (const number of [15, 12, 19, 9]) syscall(NR.kill, -1, number);
              return 1;
            }
            """))).ShouldBeValid("1");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("pid-namespace+landlock")]
    [HoldsWithout("pid-namespace")]
    [HoldsWithout("landlock")]
    public async Task A_function_finds_no_process_to_signal_by_its_number(string language) =>
        (await AttackAsync(new FunctionCall(language, new Payload(
            """
            def execute(input):
                found = []
                for pid in [*range(2, 3000), *input]:
                    if pid != os.getpid():
                        for what, call in {"kill": ("kill", pid, 0), "group": ("kill", -pid, 0), "thread": ("tkill", pid, 0), "queue": ("rt_sigqueueinfo", pid, 0, bytes(128))}.items():
                            if syscall(NR[call[0]], *call[1:]) >= 0:
                                found.append([what, pid])
                return found
            """,
            """
            function execute(input) {
              const found = [], nothing = Buffer.alloc(128);
              for (const pid of [...Array.from({ length: 2998 }, (_, i) => i + 2), ...input]) {
                // Threads of its own come and go.
                if (fs.existsSync(`/proc/self/task/${pid}`)) continue;
                if (syscall(NR.kill, pid, 0) >= 0) found.push(["kill", pid]);
                if (syscall(NR.kill, -pid, 0) >= 0) found.push(["group", pid]);
                if (syscall(NR.tkill, pid, 0) >= 0) found.push(["thread", pid]);
                if (syscall(NR.rt_sigqueueinfo, pid, 0, nothing) >= 0) found.push(["queue", pid]);
              }
              return found;
            }
            """).In(language))
        {
            Input = JsonSerializer.Serialize(Cage.Canaries.Processes.Append(Server.Pid)),
        })).ShouldBeValid("[]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("pid-namespace+proc")]
    [HoldsWithout("pid-namespace")]
    [HoldsWithout("proc")]
    public async Task A_function_sees_no_process_but_its_own(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            own = os.readlink("/proc/self")
            return [name for name in os.listdir("/proc") if name.isdigit() and name != own]
        """,
        """
        function execute(input) {
          const own = fs.readlinkSync("/proc/self");
          return fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name) && name !== own);
        }
        """))).ShouldBeValid("[]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task A_function_can_trace_nobody_nor_read_anybodys_memory(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            # A child of its own is the one process that it could otherwise do this to.
            pid = os.fork()
            if pid == 0:
                while True:
                    os.read(0, 1)
                    import time; time.sleep(1)
            memory, vector = ctypes.create_string_buffer(16), (ctypes.c_ulong * 2)()
            vector[0], vector[1] = ctypes.addressof(memory), 16
            target = os.pidfd_open(pid)
            try:
                return [name_of(-error) for error in (
                    syscall(NR["ptrace"], 0x4206, pid, 0, 0), syscall(NR["process_vm_readv"], pid, vector, 1, vector, 1, 0), syscall(NR["process_vm_writev"], pid, vector, 1, vector, 1, 0),
                    syscall(NR["pidfd_getfd"], target, 3, 0), syscall(NR["kcmp"], pid, os.getpid(), 0, 1, 1), syscall(NR["process_madvise"], target, vector, 1, 21, 0))]
            finally:
                os.kill(pid, 9)
        """,
        """
        function execute(input) {
          const running = child_process.spawn("/bin/sleep", ["100"]);
          const pid = running.pid, memory = Buffer.alloc(16), vector = Buffer.alloc(16), target = syscall(NR.pidfd_open, pid, 0);
          vector.writeBigUInt64LE(BigInt(_ptr(memory)));
          vector.writeBigUInt64LE(16n, 8);
          try {
            return [syscall(NR.ptrace, 0x4206, pid, 0, 0), syscall(NR.process_vm_readv, pid, vector, 1, vector, 1, 0), syscall(NR.process_vm_writev, pid, vector, 1, vector, 1, 0),
              syscall(NR.pidfd_getfd, target, 3, 0), syscall(NR.kcmp, pid, process.pid, 0, 1, 1), syscall(NR.process_madvise, target, vector, 1, 21, 0)].map((error) => name_of(-error));
          } finally {
            running.kill("SIGKILL");
          }
        }
        """))).ShouldBeValid("""["EPERM","EPERM","EPERM","EPERM","EPERM","EPERM"]""");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("capabilities")]
    public async Task A_function_has_no_capability_and_can_get_none(string language)
    {
        var answer = (await AttackAsync(language, new Payload(
            """
            def execute(input):
                sets = [line.split()[1] for line in open("/proc/self/status") if line.startswith("Cap")]
                os.system("grep ^Cap /proc/self/status > /tmp/child")
                return sorted(set(sets + [line.split()[1] for line in open("/tmp/child")]))
            """,
            """
            function execute(input) {
              const sets = (text) => text.split("\n").filter((line) => line.startsWith("Cap")).map((line) => line.split(/\s+/)[1]);
              return [...new Set([...sets(fs.readFileSync("/proc/self/status", "utf8")), ...sets(child_process.execSync("grep ^Cap /proc/self/status", { encoding: "utf8" }))])].sort();
            }
            """))).ShouldBeValid();

        answer.Output.GetRawText().ShouldBe("""["0000000000000000"]""");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("signals")]
    public async Task A_signal_to_pid_1_of_the_cell_ends_it_as_it_would_end_any_process(string language) =>
        (await AttackAsync(language, new Payload(
            """
            import signal, time

            def execute(input):
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                os.kill(1, signal.SIGTERM)
                time.sleep(2)
            """,
            """
            function execute(input) {
              syscall(NR.kill, 1, 15);
              return new Promise((resolve) => setTimeout(resolve, 2000));
            }
            """))).ShouldBeKilled(143, "signal");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("undumpable")]
    public async Task A_function_is_not_dumpable_and_cannot_become_so(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            return [syscall(NR["prctl"], 3, 0, 0, 0, 0), name_of(-syscall(NR["prctl"], 4, 1, 0, 0, 0)), syscall(NR["prctl"], 3, 0, 0, 0, 0)]
        """,
        """
        function execute(input) {
          return [syscall(NR.prctl, 3), name_of(-syscall(NR.prctl, 4, 1)), syscall(NR.prctl, 3)];
        }
        """))).ShouldBeValid("""[0,"EPERM",0]""");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp+capabilities")]
    [HoldsWithout("seccomp")]
    [HoldsWithout("capabilities")]
    public async Task A_function_cannot_rename_its_machine(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            return [syscall(NR["sethostname"], b"spoilt", 6) < 0, socket.gethostname()]
        """,
        """
        function execute(input) {
          return [syscall(NR.sethostname, text("spoilt"), 6) < 0, os.hostname()];
        }
        """))).ShouldBeValid("""[true,"cell"]""");
}
