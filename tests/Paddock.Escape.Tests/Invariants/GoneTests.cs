using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>Every process, file and socket of a cell is gone when its response is there.</summary>
public sealed class GoneTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _leaves = new(
        """
        import signal, subprocess

        def execute(input):
            for stage in range(3):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        for number in range(1, 32):
                            attempt(lambda: signal.signal(number, signal.SIG_IGN))
                        with open("/proc/self/comm", "w") as file:
                            file.write(input)
                        while True:
                            signal.pause()
                    os._exit(0)
            kept = subprocess.Popen(["sleep", "600"], start_new_session=True)
            for folder in ("/tmp", "/dev/shm", "/mnt/req"):
                open(f"{folder}/{input}", "wb").write(bytes(1 << 20))
            listener = socket.create_server(("127.0.0.1", 0))
            return "left"
        """,
        """
        function execute(input) {
          for (let i = 0; i < 3; i++) child_process.spawn("sh", ["-c", `trap '' 1 2 3 15; exec -a ${input} sleep 600`], { detached: true, stdio: "ignore" }).unref();
          for (const folder of ["/tmp", "/dev/shm", "/mnt/req"]) fs.writeFileSync(`${folder}/${input}`, Buffer.alloc(1 << 20));
          net.createServer().listen(0, "127.0.0.1");
          setInterval(() => {}, 1000);
          return "left";
        }
        """);

    /// <summary>The witness then counts the processes, groups and mounts of the whole server.</summary>
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(14)]
    [NoSwitch("each of the pid namespace, the control group and the jail's own wait ends them alone; LeakAudit counts over thousands of calls")]
    public async Task Nothing_of_a_cell_is_left_when_its_response_is_sent(string language)
    {
        var mark = $"left-{Random.Shared.Next(1 << 20)}";

        var answer = await AttackAsync(language, _leaves, $"\"{mark}\"");

        answer.ShouldBeValid("\"left\"");
        ProcessTable.All().ShouldNotContain(process => process.Name == mark);
        Directory.GetFileSystemEntries("/tmp").ShouldNotContain(Path.Combine("/tmp", mark));
        Directory.GetFileSystemEntries("/dev/shm").ShouldNotContain(Path.Combine("/dev/shm", mark));
    }
}
