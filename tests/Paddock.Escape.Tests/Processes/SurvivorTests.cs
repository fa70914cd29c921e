using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Processes;

/// <summary>Processes that want to live on. The witness of every attack looks for what is left.</summary>
public sealed class SurvivorTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>A grandchild in a session of its own that heeds no signal, closes its streams or keeps them, and works on.</summary>
    private static readonly Payload _daemon = new(
        """
        import signal, time

        def execute(input):
            ready, done = os.pipe()
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    for number in range(1, 65):
                        try:
                            signal.signal(number, signal.SIG_IGN)
                        except (OSError, ValueError):
                            pass
                    if input == "closes":
                        for descriptor in (0, 1, 2, 3):
                            os.close(descriptor)
                    os.chdir("/")
                    os.write(done, b"x")
                    while True:
                        time.sleep(1)
                os._exit(0)
            os.read(ready, 1)
            return 1
        """,
        """
        function execute(input) {
          const streams = input === "closes" ? ["ignore", "pipe", "ignore"] : ["inherit", "pipe", "inherit"];
          const script = `(trap '' HUP INT TERM USR1 USR2 PIPE; cd /; ${input === "closes" ? "exec 3>&-;" : ""} echo up; while :; do sleep 1; done) & exit 0`;
          const running = child_process.spawn("/bin/bash", ["-c", script], { detached: true, stdio: streams });
          return new Promise((resolve) => running.stdout.once("data", () => resolve(1)));
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Cases))]
    [FailsWithout("pid-namespace+sweep")]
    [HoldsWithout("pid-namespace")]
    [HoldsWithout("sweep")]
    public async Task A_daemon_that_heeds_no_signal_ends_with_its_function(string language, string streams)
    {
        var answer = await AttackAsync(language, _daemon, $"\"{streams}\"");

        answer.ShouldBeValid("1").Duration.ShouldBeLessThan(8000, "nobody waits for it");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("pid-namespace+sweep")]
    [HoldsWithout("pid-namespace")]
    [HoldsWithout("sweep")]
    public async Task The_children_of_a_function_that_is_killed_end_with_it(string language)
    {
        var answer = await AttackAsync(language, new Payload(
            """
            import time

            def execute(input):
                for _ in range(20):
                    if os.fork() == 0:
                        os.setsid()
                        time.sleep(1000)
                        os._exit(0)
                os.kill(os.getpid(), 9)
            """,
            """
            function execute(input) {
              for (let i = 0; i < 20; i++) child_process.spawn("/bin/sleep", ["1000"], { detached: true, stdio: "ignore" });
              process.kill(process.pid, "SIGKILL");
              return new Promise(() => {});
            }
            """));

        answer.ShouldBeKilled(137, "signal");
    }

    public static TheoryData<string, string> Cases => new MatrixTheoryData<string, string>([Languages.Python, Languages.JavaScript], ["keeps", "closes"]);
}
