using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Resources;

/// <summary>Memory in each of the forms in which a process can take it. Every bomb stops by itself at half a gibibyte.</summary>
public sealed class MemoryTests(CageFixture cage) : EscapeTest(cage)
{
    private const int LimitMiB = 64;

    private static readonly Payload _heap = new(
        """
        def execute(input):
            held = []
            for _ in range(64):
                held.append(bytearray(b"x" * (8 << 20)))
            return len(held)
        """,
        """
        function execute(input) {
          const held = [];
          for (let i = 0; i < 64; i++) held.push(new Uint8Array(8 << 20).fill(1));
          return held.length;
        }
        """);

    /// <summary>Asked for and not touched, but for 8 MiB in every 128: a bound of the process counts what is asked for, a control group what is touched.</summary>
    private static readonly Payload _sixGibibytes = new(
        """
        import mmap

        def execute(input):
            held = []
            for _ in range(6 * 8):
                block = mmap.mmap(-1, 128 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                for page in range(0, 8 << 20, 4096):
                    block[page] = 1
                held.append(block)
            return len(held)
        """,
        "function execute(input) { throw new Error(); }");

    private static readonly Payload _shared = new(
        """
        import mmap

        def execute(input):
            held = []
            for _ in range(64):
                held.append(mmap.mmap(-1, 8 << 20))
                held[-1].write(b"x" * (8 << 20))
            return len(held)
        """,
        """
        function execute(input) {
          const file = syscall(NR.memfd_create, text("x"), 0), bytes = Buffer.alloc(8 << 20, 1);
          let count = 0;
          for (let i = 0; i < 64; i++) if (fs.writeSync(file, bytes) === bytes.length) count++;
          return count;
        }
        """);

    private static readonly Payload _processes = new(
        """
        import time

        def execute(input):
            ready, done = os.pipe()
            for _ in range(64):
                if os.fork() == 0:
                    held = bytearray(b"x" * (8 << 20))
                    os.write(done, b"x")
                    time.sleep(1000)
            count = 0
            while count < 64:
                count += len(os.read(ready, 64))
            return count
        """,
        """
        function execute(input) {
          const script = "x=$(printf '%8388608s' x); echo up; sleep 1000";
          let up = 0;
          return new Promise((resolve) => {
            for (let i = 0; i < 40; i++) {
              child_process.spawn("/bin/bash", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] }).stdout.once("data", () => { if (++up === 40) resolve(64); });
            }
          });
        }
        """);

    private static readonly Payload _tmpfs = new(
        """
        def execute(input):
            written = 0
            for folder in ("/tmp", "/dev/shm", "/mnt/req", "/src"):
                with open(folder + "/big", "wb", buffering=0) as file:
                    try:
                        for _ in range(25):
                            written += file.write(b"x" * (8 << 20))
                    except OSError:
                        pass
            return written >> 20
        """,
        """
        function execute(input) {
          const bytes = Buffer.alloc(8 << 20, 1);
          let written = 0;
          for (const folder of ["/tmp", "/dev/shm", "/mnt/req", "/src"]) {
            const file = fs.openSync(folder + "/big", "w");
            try {
              for (let i = 0; i < 25; i++) written += fs.writeSync(file, bytes);
            } catch {}
            fs.closeSync(file);
          }
          return written / (1 << 20);
        }
        """);

    private static readonly Payload _inodes = new(
        """
        def execute(input):
            made = 0
            try:
                for number in range(9000):
                    os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))
                    made += 1
            except OSError as e:
                return [made, name_of(e.errno)]
            return [made, None]
        """,
        """
        function execute(input) {
          let made = 0;
          try {
            for (; made < 9000; made++) fs.closeSync(fs.openSync("/tmp/" + made, "w"));
          } catch (error) {
            return [made, error.code];
          }
          return [made, null];
        }
        """);

    /// <summary>With the control group gone a process still has a bound of its own; JavaScript's is 12 GiB, too much to try it on every machine.</summary>
    [Fact(Timeout = TestTimeout.Default)]
    [FailsWithout("cgroup-memory+rlimits")]
    [HoldsWithout("cgroup-memory")]
    [HoldsWithout("rlimits")]
    public async Task A_process_cannot_take_all_memory_of_the_machine() =>
        (await AttackAsync(Call(Languages.Python, _sixGibibytes))).OutputStatus.ShouldBe("error");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-memory+rlimits")]
    [HoldsWithout("rlimits")]
    public Task A_heap_that_grows_ends_its_function(string language) => AssertOutOfMemoryAsync(language, _heap);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-memory+rlimits")]
    [HoldsWithout("rlimits")]
    public Task Shared_memory_that_grows_ends_its_function(string language) => AssertOutOfMemoryAsync(language, _shared);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-memory+rlimits")]
    [HoldsWithout("rlimits")]
    public Task Many_small_processes_that_grow_together_end_their_function(string language) => AssertOutOfMemoryAsync(language, _processes);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-memory+scratch-limits")]
    [HoldsWithout("scratch-limits")]
    public Task Files_in_scratch_count_as_memory(string language) => AssertOutOfMemoryAsync(language, _tmpfs);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("scratch-limits")]
    [HoldsWithout("cgroup-memory")]
    public async Task Each_scratch_folder_is_full_at_its_size_however_much_memory_there_is(string language)
    {
        var answer = await AttackAsync(Call(language, _tmpfs) with { Memory = 1024 });

        answer.ShouldBeValid().Output.GetDouble().ShouldBeLessThanOrEqualTo(4 * 64);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("scratch-limits")]
    public async Task Each_scratch_folder_is_full_at_its_number_of_files(string language)
    {
        var answer = (await AttackAsync(Call(language, _inodes))).ShouldBeValid();

        answer.Output[0].GetInt32().ShouldBeInRange(8000, 8192);
        answer.Output[1].GetString().ShouldBe("ENOSPC");
    }

    private static FunctionCall Call(string language, Payload payload) => new(language, payload.In(language));

    private async Task AssertOutOfMemoryAsync(string language, Payload payload) =>
        (await AttackAsync(Call(language, payload) with { Memory = LimitMiB })).OutputStatus.ShouldBe("error");
}
