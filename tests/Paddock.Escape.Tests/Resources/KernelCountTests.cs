using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Resources;

/// <summary>What the kernel keeps in its own memory, or counts per user of the host.</summary>
public sealed class KernelCountTests(CageFixture cage) : EscapeTest(cage)
{
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("rlimits")]
    public async Task Locked_memory_message_queues_and_queued_signals_are_few(string language)
    {
        var answer = (await AttackAsync(language, new Payload(
            """
            def execute(input):
                import signal
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN + 3])
                info = (ctypes.c_int * 32)(signal.SIGRTMIN + 3, 0, -1)
                queued = 0
                while queued < 3000 and syscall(NR["rt_sigqueueinfo"], os.getpid(), signal.SIGRTMIN + 3, info) == 0:
                    queued += 1
                queues = 0
                while queues < 64 and syscall(NR["mq_open"], f"paddock{queues}".encode(), os.O_CREAT | os.O_RDWR, 0o600, None) >= 0:
                    queues += 1
                locked, area = 0, syscall(NR["mmap"], 0, 4 << 20, 3, 0x22, -1, 0)
                while locked < 1024 and syscall(NR["mlock"], area + locked * 4096, 4096) == 0:
                    locked += 1
                return [queued, queues, locked]
            """,
            """
            function execute(input) {
              const info = Buffer.alloc(128), set = Buffer.alloc(8);
              info.writeInt32LE(50);
              info.writeInt32LE(-1, 8);
              set.writeBigUInt64LE(1n << 49n);
              let queued = 0, queues = 0, locked = 0;
              syscall(NR.rt_sigprocmask, 0, set, null, 8);
              const thread = syscall(NR.gettid);
              while (queued < 3000 && syscall(NR.rt_tgsigqueueinfo, process.pid, thread, 50, info) === 0) queued++;
              while (queues < 64 && syscall(NR.mq_open, text("paddock" + queues), 0o102, 0o600, null) >= 0) queues++;
              const area = syscall(NR.mmap, 0, 4 << 20, 3, 0x22, -1, 0);
              while (locked < 1024 && syscall(NR.mlock, area + locked * 4096, 4096) === 0) locked++;
              return [queued, queues, locked];
            }
            """))).ShouldBeValid();

        answer.Output[0].GetInt32().ShouldBeLessThanOrEqualTo(1024);
        answer.Output[1].GetInt32().ShouldBeLessThan(8);
        answer.Output[2].GetInt32().ShouldBeLessThanOrEqualTo(16);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task Key_rings_watches_and_rings_that_users_share_are_not_to_be_had(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            ring = ctypes.create_string_buffer(256)
            return [name_of(-syscall(NR[name], *arguments)) for name, arguments in (
                ("add_key", (b"user", b"paddock", b"x", 1, -4)), ("keyctl", (0, -3, 1)), ("request_key", (b"user", b"paddock", None, -4)), ("inotify_init1", (0,)),
                ("fanotify_init", (0, 0)), ("io_uring_setup", (4, ring)), ("userfaultfd", (1,)), ("bpf", (0, ring, 64)), ("perf_event_open", (ring, 0, -1, -1, 0)), ("memfd_secret", (0,)))]
        """,
        """
        function execute(input) {
          const ring = Buffer.alloc(256);
          return [[NR.add_key, text("user"), text("paddock"), text("x"), 1, -4], [NR.keyctl, 0, -3, 1], [NR.request_key, text("user"), text("paddock"), null, -4], [NR.inotify_init1, 0],
            [NR.fanotify_init, 0, 0], [NR.io_uring_setup, 4, ring], [NR.userfaultfd, 1], [NR.bpf, 0, ring, 64], [NR.perf_event_open, ring, 0, -1, -1, 0], [NR.memfd_secret, 0]]
            .map((call) => name_of(-syscall(...call)));
        }
        """))).ShouldBeValid("""["EPERM","EPERM","EPERM","ENOSYS","EPERM","ENOSYS","EPERM","EPERM","EPERM","ENOSYS"]""");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task Namespaces_and_mounts_are_not_to_be_had(string language) => (await AttackAsync(language, new Payload(
        """
        FLAGS = [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x80]

        def execute(input):
            os.mkdir("/tmp/at")
            got = [name_of(-syscall(NR["unshare"], flag)) for flag in FLAGS]
            for flag in FLAGS[:-1]:
                child = syscall(NR["clone"], flag | 17, 0, 0, 0, 0)
                if child == 0:
                    os._exit(0)
                got.append(name_of(-child))
            got += [name_of(-syscall(NR["setns"], os.open("/proc/self/ns/user", os.O_RDONLY) if attempt(lambda: os.open("/proc/self/ns/user", os.O_RDONLY)) is None else 3, 0)),
                    name_of(-syscall(NR["mount"], b"none", b"/tmp/at", b"tmpfs", 0, None)), name_of(-syscall(NR["umount2"], b"/tmp", 2)), name_of(-syscall(NR["pivot_root"], b"/tmp", b"/tmp/at")),
                    name_of(-syscall(NR["chroot"], b"/tmp")), name_of(-syscall(NR["fsopen"], b"tmpfs", 0)), name_of(-syscall(NR["open_tree"], -100, b"/", 1)),
                    name_of(-syscall(NR["sethostname"], b"x", 1)), name_of(-syscall(NR["personality"], 0x0040000)), name_of(-syscall(NR["clone3"], bytes(88), 88))]
            return sorted(set(got))
        """,
        """
        const FLAGS = [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x80];

        function execute(input) {
          fs.mkdirSync("/tmp/at");
          const got = FLAGS.map((flag) => syscall(NR.unshare, flag));
          for (const flag of FLAGS.slice(0, -1)) {
            const child = syscall(NR.clone, flag | 17, 0, 0, 0, 0);
            if (child === 0) syscall(NR.exit_group, 0);
            got.push(child);
          }
          let own = 3;
          try { own = fs.openSync("/proc/self/ns/user", "r"); } catch {}
          got.push(syscall(NR.setns, own, 0), syscall(NR.mount, text("none"), text("/tmp/at"), text("tmpfs"), 0, null), syscall(NR.umount2, text("/tmp"), 2),
            syscall(NR.pivot_root, text("/tmp"), text("/tmp/at")), syscall(NR.chroot, text("/tmp")), syscall(NR.fsopen, text("tmpfs"), 0), syscall(NR.open_tree, -100, text("/"), 1),
            syscall(NR.sethostname, text("x"), 1), syscall(NR.personality, 0x0040000), syscall(NR.clone3, Buffer.alloc(88), 88));
          return [...new Set(got.map((error) => name_of(-error)))].sort();
        }
        """))).ShouldBeValid("""["ENOSYS","EPERM"]""");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("capabilities+landlock+seccomp")]
    [HoldsWithout("seccomp+landlock")]
    [HoldsWithout("seccomp+capabilities")]
    [HoldsWithout("capabilities+landlock")]
    public async Task A_function_cannot_mount_a_file_system(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            os.mkdir("/tmp/at")
            return syscall(NR["mount"], b"none", b"/tmp/at", b"tmpfs", 0, None) < 0
        """,
        """
        function execute(input) {
          fs.mkdirSync("/tmp/at");
          return syscall(NR.mount, text("none"), text("/tmp/at"), text("tmpfs"), 0, null) < 0;
        }
        """))).ShouldBeValid("true");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [NoSwitch("behind the cell's own cgroup namespace there is that of its jail, without which no jail starts")]
    [HoldsWithout("cgroup-namespace")]
    public async Task A_function_does_not_learn_where_the_host_keeps_its_groups(string language) => (await AttackAsync(language, new Payload(
        """
        def execute(input):
            return any("paddock" in line for line in open("/proc/self/cgroup"))
        """,
        """
        function execute(input) {
          return fs.readFileSync("/proc/self/cgroup", "utf8").includes("paddock");
        }
        """))).ShouldBeValid("false");
}
