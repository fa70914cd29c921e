using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Resources;

/// <summary>Code that does not end. Each would end by itself after five seconds, far behind the time-out that it is given.</summary>
public sealed class TimeTests(CageFixture cage) : EscapeTest(cage)
{
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public Task An_endless_loop_is_ended(string language) => AssertTimedOutAsync(language, new Payload(
        """
        import time

        def execute(input):
            end = time.monotonic() + 5
            while time.monotonic() < end:
                pass
        """,
        """
        function execute(input) {
          const end = Date.now() + 5000;
          while (Date.now() < end);
        }
        """));

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public Task Sleep_is_ended_whatever_signals_are_ignored(string language) => AssertTimedOutAsync(language, new Payload(
        """
        import signal, time

        def execute(input):
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            time.sleep(5)
        """,
        """
        function execute(input) {
          for (const name of ["SIGTERM", "SIGINT", "SIGALRM", "SIGXCPU"]) process.on(name, () => {});
          return new Promise((resolve) => setTimeout(resolve, 5000));
        }
        """));

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public Task Busy_threads_and_a_child_that_ignores_SIGTERM_are_ended(string language) => AssertTimedOutAsync(language, new Payload(
        """
        import signal, threading, time

        def busy():
            end = time.monotonic() + 5
            while time.monotonic() < end:
                pass

        def execute(input):
            for _ in range(4):
                threading.Thread(target=busy, daemon=True).start()
            if os.fork() == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                busy()
                os._exit(0)
            os.wait()
        """,
        """
        function execute(input) {
          const worker = "const end = Date.now() + 5000; while (Date.now() < end);";
          for (let i = 0; i < 2; i++) new Worker(URL.createObjectURL(new Blob([worker], { type: "application/javascript" })));
          return new Promise((resolve) => child_process.spawn("/bin/bash", ["-c", "trap '' TERM; sleep 5"]).on("exit", resolve));
        }
        """));

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("cgroup-cpu")]
    public async Task Many_busy_processes_together_get_one_processor(string language)
    {
        // A machine with much else to do would not give it more than one anyway, so the quota is looked at too: that of the cell beside.
        string? quota = null;
        var code = new Payload(
            """
            import time

            def execute(input):
                children = []
                begun = time.monotonic()
                for _ in range(4):
                    pid = os.fork()
                    if pid == 0:
                        while time.monotonic() < begun + 1.5:
                            pass
                        os._exit(0)
                    children.append(pid)
                spent = sum(sum(os.wait4(pid, 0)[2][:2]) for pid in children)
                return spent / (time.monotonic() - begun)
            """,
            """
            function execute(input) {
              const begun = Date.now();
              const script = "end=$((SECONDS+2)); for i in 1 2 3 4; do (while [ $SECONDS -lt $end ]; do :; done) & done; wait; times";
              const text = child_process.spawnSync("/bin/bash", ["-c", script], { encoding: "utf8" }).stdout;
              const spent = [...text.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + 60 * minutes + Number(seconds), 0);
              return spent / ((Date.now() - begun) / 1000);
            }
            """).In(language);

        var answer = await AttackAsync(language, bystander =>
        {
            quota = Quota(bystander.Pid);
            return new FunctionCall(language, code);
        });

        answer.ShouldBeValid().Output.GetDouble().ShouldBeLessThan(1.2);
        quota.ShouldBeOneOf("100000", "100000 100000");
    }

    /// <summary>The CPU quota of the group that a process is in: <c>cpu.cfs_quota_us</c> of version 1 or <c>cpu.max</c> of version 2.</summary>
    private static string? Quota(int pid) => Cgroups.Of([ProcessTable.Read(pid)!])
        .SelectMany(group => new[] { ProcessTable.TryReadText($"{group}/cpu.cfs_quota_us"), ProcessTable.TryReadText($"{group}/cpu.max") })
        .FirstOrDefault(text => text is not null)?.Trim();

    private async Task AssertTimedOutAsync(string language, Payload payload)
    {
        var answer = await AttackAsync(new FunctionCall(language, payload.In(language)) { Timeout = 1 });

        answer.OutputStatus.ShouldBe("error", answer.ToString());
        answer.TerminationReason.ShouldBe("timeout", answer.ToString());
        answer.Duration.ShouldBeLessThan(4000);
    }
}
