using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Processes;

/// <summary>Tracing what is not the cell's own: its jail, its template, the cell beside it, processes of the host.</summary>
public sealed class TraceTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>Returns the numbers, of those given and of all that a jail's namespace may use, whose process could be traced or read.</summary>
    private static readonly Payload _traces = new(
        """
        def execute(input):
            memory, vector = ctypes.create_string_buffer(16), (ctypes.c_ulong * 2)()
            vector[0], vector[1] = ctypes.addressof(memory), 16
            taken = []
            for pid in [*input, *range(1, 300)]:
                if pid == os.getpid():
                    continue
                attempts = (
                    syscall(NR["ptrace"], 0x4206, pid, 0, 0),
                    syscall(NR["process_vm_readv"], pid, vector, 1, vector, 1, 0),
                    -1 if attempt(lambda: open(f"/proc/{pid}/mem", "rb").close()) else 0,
                )
                if any(result >= 0 for result in attempts):
                    taken.append(pid)
            return taken
        """,
        """
        function execute(input) {
          const memory = Buffer.alloc(16), vector = Buffer.alloc(16), taken = [];
          vector.writeBigUInt64LE(BigInt(_ptr(memory)));
          vector.writeBigUInt64LE(16n, 8);
          for (const pid of [...input, ...Array.from({ length: 299 }, (_, i) => i + 1)]) {
            const attempts = [
              syscall(NR.ptrace, 0x4206, pid, 0, 0), syscall(NR.process_vm_readv, pid, vector, 1, vector, 1, 0),
              attempt(() => fs.closeSync(fs.openSync(`/proc/${pid}/mem`, "r"))) === null ? 0 : -1,
            ];
            if (attempts.some((result) => result >= 0) && !fs.existsSync(`/proc/self/task/${pid}`)) taken.push(pid);
          }
          return taken;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [NoSwitch("behind the filter, the numbers and the missing capabilities stands the cell's user namespace, which cannot be left out")]
    [HoldsWithout("seccomp")]
    [HoldsWithout("pid-namespace")]
    [HoldsWithout("undumpable")]
    [HoldsWithout("seccomp+pid-namespace+undumpable+landlock")]
    public async Task A_function_can_trace_no_process_that_is_not_its_own(string language) =>
        (await AttackAsync(language, bystander => new FunctionCall(language, _traces.In(language))
        {
            Input = JsonSerializer.Serialize(Cage.Canaries.Processes.Append(Server.Pid).Append(bystander.Pid)),
        })).ShouldBeValid("[]");
}
