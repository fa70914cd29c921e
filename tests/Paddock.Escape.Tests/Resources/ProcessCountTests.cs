using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Resources;

/// <summary>Processes and threads. Every bomb stops by itself at 400.</summary>
public sealed class ProcessCountTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>The server's default for processes and threads of one cell.</summary>
    private const int Most = 128;

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-pids")]
    public async Task A_fork_bomb_gets_no_further_than_its_cell(string language)
    {
        var answer = await AttackAsync(new FunctionCall(language, new Payload(
            """
            import time

            def execute(input):
                made = 0
                try:
                    for _ in range(400):
                        if os.fork() == 0:
                            time.sleep(1000)
                            os._exit(0)
                        made += 1
                except OSError as e:
                    return [made, name_of(e.errno)]
                return [made, None]
            """,
            """
            function execute(input) {
              const script = "n=0; while [ $n -lt 400 ]; do sleep 1000 >/dev/null 2>&1 & n=$((n+1)); echo $n >/tmp/count; done; echo $n";
              const result = child_process.spawnSync("/bin/bash", ["-c", script], { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"], timeout: 6000 });
              const made = Number(fs.readFileSync("/tmp/count", "utf8"));
              return [made, /Resource temporarily unavailable/.test(result.stderr) ? "EAGAIN" : null];
            }
            """).In(language)) { Memory = 512 });

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBeInRange(50, Most);
        answer.Output[1].GetString().ShouldBe("EAGAIN");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-pids")]
    public async Task A_bomb_of_threads_gets_no_further_than_its_cell(string language)
    {
        // Plain clone with the flags of a thread would need a stack each; vfork-like children that share the memory count the same.
        var answer = await AttackAsync(new FunctionCall(language, new Payload(
            """
            import threading, time

            def execute(input):
                threading.stack_size(64 << 10)
                made = 0
                try:
                    for _ in range(400):
                        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
                        made += 1
                except RuntimeError:
                    return [made, "EAGAIN"]
                return [made, None]
            """,
            """
            function execute(input) {
              let made = 0;
              for (; made < 400; made++) {
                const child = syscall(NR.clone, 17, 0, 0, 0, 0);
                if (child === 0) { syscall(NR.pause); syscall(NR.exit_group, 0); }
                if (child < 0) return [made, name_of(-child)];
              }
              return [made, null];
            }
            """).In(language)) { Memory = 512 });

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBeInRange(50, Most);
        answer.Output[1].GetString().ShouldBe("EAGAIN");
    }
}
