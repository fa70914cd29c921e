using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Neighbours;

/// <summary>Cells of one pool at the same time.</summary>
public sealed class MeetingTests(CageFixture cage) : EscapeTest(cage)
{
    private const int AtOnce = 3;

    /// <summary>Takes a name that can be taken once, keeps it until its neighbours have tried the same, and returns the error if it was taken.</summary>
    private static readonly Payload _takes = new(
        """
        import time

        kept = []

        def call(*arguments):
            result = syscall(*arguments)
            if result < 0:
                raise OSError(-result, "")

        def take(family, kind, address):
            kept.append(socket.socket(family, kind))
            kept[-1].bind(address)

        def execute(input):
            key, name = input["key"], input["name"]
            local = ("127.0.0.1", key % 20000 + 20000)
            ways = {
                "shm": lambda: call(NR["shmget"], key, 4096, 0o3666),
                "sem": lambda: call(NR["semget"], key, 1, 0o3666),
                "msg": lambda: call(NR["msgget"], key, 0o3666),
                "tcp": lambda: take(socket.AF_INET, socket.SOCK_STREAM, local),
                "udp": lambda: take(socket.AF_INET, socket.SOCK_DGRAM, local),
                "abstract": lambda: take(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + name),
                "files": lambda: [os.close(os.open(f"{folder}/{name}", os.O_CREAT | os.O_EXCL)) for folder in ("/dev/shm", "/tmp", "/mnt/req")],
            }
            error = attempt(ways[input["kind"]])
            time.sleep(1.5)
            return error
        """,
        """
        function call(...values) {
          const result = syscall(...values);
          if (result < 0) throw { code: name_of(-result) };
          return result;
        }

        function execute(input) {
          const { kind, key, name } = input;
          const port = (key % 20000) + 20000;
          const local = Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
          const unix = Buffer.concat([Buffer.from([1, 0, 0]), Buffer.from(name)]);
          const ways = {
            shm: () => call(NR.shmget, key, 4096, 0o3666),
            sem: () => call(NR.semget, key, 1, 0o3666),
            msg: () => call(NR.msgget, key, 0o3666),
            tcp: () => call(NR.bind, call(NR.socket, 2, 1, 0), local, 16),
            udp: () => call(NR.bind, call(NR.socket, 2, 2, 0), local, 16),
            abstract: () => call(NR.bind, call(NR.socket, 1, 1, 0), unix, unix.length),
            files: () => ["/dev/shm", "/tmp", "/mnt/req"].forEach((folder) => fs.closeSync(fs.openSync(`${folder}/${name}`, "wx"))),
          };
          const error = attempt(ways[kind]);
          Bun.sleepSync(1500);
          return error;
        }
        """);

    private static readonly Payload _connects = new(
        """
        def execute(input):
            def connect(kind):
                with socket.socket(socket.AF_UNIX, kind) as own:
                    own.connect("\0" + input)
            return [attempt(lambda: connect(socket.SOCK_STREAM)), attempt(lambda: connect(socket.SOCK_DGRAM))]
        """,
        """
        function execute(input) {
          const address = Buffer.concat([Buffer.from([1, 0, 0]), Buffer.from(input)]);
          const connect = (kind) => {
            const result = syscall(NR.connect, syscall(NR.socket, 1, kind, 0), address, address.length);
            return result < 0 ? name_of(-result) : null;
          };
          return [connect(1), connect(2)];
        }
        """);

    /// <summary>By its key, and by every number that the kernel may have given it.</summary>
    private static readonly Payload _attaches = new(
        """
        def execute(input):
            found = [syscall(NR["shmget"], input["key"], 0, 0)]
            return found + [segment for segment in range(100_000) if syscall(NR["shmat"], segment, None, 0o10000) > 0]
        """,
        """
        function execute(input) {
          const found = [syscall(NR.shmget, input.key, 0, 0)];
          for (let segment = 0; segment < 100_000; segment++) if (syscall(NR.shmat, segment, null, 0o10000) > 0) found.push(segment);
          return found;
        }
        """);

    private static readonly Payload _isTold = new(
        """
        import fcntl

        def execute(input):
            told = []
            for path in ("/", "/etc", "/usr/lib", "/dev"):
                fd = os.open(path, os.O_RDONLY)
                told.append(attempt(lambda: fcntl.fcntl(fd, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)))
            told.append(name_of(-syscall(NR["inotify_init1"], 0)))
            told.append(name_of(-syscall(NR["fanotify_init"], 0, 0)))
            return told
        """,
        """
        function execute(input) {
          const told = [];
          for (const path of ["/", "/etc", "/usr/lib", "/dev"]) {
            const result = syscall(NR.fcntl, syscall(NR.open, text(path), 0), 1026, 0x80000001);
            told.push(result < 0 ? name_of(-result) : null);
          }
          told.push(name_of(-syscall(NR.inotify_init1, 0)));
          told.push(name_of(-syscall(NR.fanotify_init, 0, 0)));
          return told;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python, "shm")]
    [InlineData(Languages.Python, "sem")]
    [InlineData(Languages.Python, "msg")]
    [InlineData(Languages.JavaScript, "shm")]
    [InlineData(Languages.JavaScript, "sem")]
    [InlineData(Languages.JavaScript, "msg")]
    [FailsWithout("ipc-namespace")]
    public async Task Cells_that_run_at_once_do_not_meet_at_System_V_objects(string language, string kind) => await TakeTheSameAsync(language, kind);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python, "tcp")]
    [InlineData(Languages.Python, "udp")]
    [InlineData(Languages.Python, "abstract")]
    [InlineData(Languages.JavaScript, "tcp")]
    [InlineData(Languages.JavaScript, "udp")]
    [InlineData(Languages.JavaScript, "abstract")]
    [FailsWithout("net-namespace")]
    public async Task Cells_that_run_at_once_do_not_meet_at_ports_and_socket_names(string language, string kind) => await TakeTheSameAsync(language, kind);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("scratch")]
    public async Task Cells_that_run_at_once_do_not_meet_in_their_scratch_folders(string language) => await TakeTheSameAsync(language, "files");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [HoldsWithout("net-namespace")]
    [HoldsWithout("landlock")]
    [FailsWithout("net-namespace+landlock")]
    public async Task The_abstract_socket_of_another_cell_cannot_be_connected_to(string language)
    {
        var answer = await AttackAsync(language, bystander => new FunctionCall(language, _connects.In(language)) { Input = $"\"{bystander.Name}\"" });

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.Output.EnumerateArray().Select(error => error.GetString()).ShouldBeSubsetOf(["ECONNREFUSED", "EPERM"], answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("ipc-namespace")]
    public async Task The_shared_memory_of_another_cell_cannot_be_attached(string language) =>
        (await AttackAsync(language, bystander => new FunctionCall(language, _attaches.In(language)) { Input = $$"""{"key":{{bystander.Key}}}""" })).ShouldBeValid("[-2]");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task No_cell_is_told_what_others_do_with_the_files_they_share(string language)
    {
        var answer = await AttackAsync(language, _isTold);

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.Output.EnumerateArray().Select(error => error.GetString()).ShouldBe(["EPERM", "EPERM", "EPERM", "EPERM", "ENOSYS", "EPERM"], answer.ToString());
    }

    private async Task TakeTheSameAsync(string language, string kind)
    {
        var key = Random.Shared.Next(1, int.MaxValue);
        var call = new FunctionCall(language, _takes.In(language)) { Input = $$"""{"kind":"{{kind}}","key":{{key}},"name":"meet-{{key}}"}""" };

        var answers = await WitnessAsync(language, _ => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Server.Client.ExecuteAsync(call, Cancellation))));

        foreach (var answer in answers)
        {
            answer.ShouldBeValid("null");
        }
    }
}
