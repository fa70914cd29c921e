namespace Paddock.Escape.Tests.Payloads;

/// <summary>
/// A function that keeps a secret wherever a process can (files, environment, memory, System V and POSIX shared memory, an abstract socket),
/// shows that it does so by the name of its process, and after a signal from outside says what it found changed.
/// </summary>
internal static class BystanderCode
{
    public static Payload Payload { get; } = new(
        """
        import signal

        PLACES = ["/mnt/req/secret", "/tmp/secret", "/dev/shm/secret"]

        def execute(input):
            secret = input["secret"].encode()
            signals = set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}
            signal.pthread_sigmask(signal.SIG_BLOCK, signals)
            for path in PLACES:
                with open(path, "wb") as file:
                    file.write(secret)
                os.chmod(path, 0o666)
            held = bytearray(secret)
            segment = syscall(NR["shmget"], input["key"], 4096, 0o1666)
            _libc.shmat.restype = ctypes.c_void_p
            shared = _libc.shmat(segment, None, 0)
            ctypes.memmove(shared, secret, len(secret))
            listener = socket.socket(socket.AF_UNIX)
            listener.bind("\0" + input["name"])
            listener.listen(8)
            listener.setblocking(False)
            before = [sorted(os.listdir(folder)) for folder in ("/mnt/req", "/tmp", "/dev/shm")]
            syscall(NR["prctl"], 15, (input["name"] + "\0").encode())

            got = signal.sigwait(signals)
            changed = []
            for path in PLACES:
                if open(path, "rb").read() != secret:
                    changed.append(path)
            if [sorted(os.listdir(folder)) for folder in ("/mnt/req", "/tmp", "/dev/shm")] != before:
                changed.append("folders")
            if bytes(held) != secret:
                changed.append("memory")
            if ctypes.string_at(shared, len(secret)) != secret:
                changed.append("shared memory")
            if os.environ.get("BYSTANDER_SECRET") != input["secret"]:
                changed.append("environment")
            if attempt(listener.accept) != "EAGAIN":
                changed.append("socket")
            syscall(NR["shmctl"], segment, 0, None)
            return [int(got), changed]
        """,
        """
        import { toArrayBuffer as _view } from "bun:ffi";

        const PLACES = ["/mnt/req/secret", "/tmp/secret", "/dev/shm/secret"];

        async function execute(input) {
          const secret = input.secret;
          const stopped = new Promise((resolve) => {
            for (const [name, number] of Object.entries(os.constants.signals)) {
              if (!["SIGKILL", "SIGSTOP", "SIGILL", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGTRAP", "SIGPWR", "SIGUNUSED", "SIGCHLD"].includes(name)) {
                try { process.on(name, () => resolve(number)); } catch {}
              }
            }
          });
          for (const path of PLACES) {
            fs.writeFileSync(path, secret);
            fs.chmodSync(path, 0o666);
          }
          const held = Buffer.from(secret);
          const segment = syscall(NR.shmget, input.key, 4096, 0o1666);
          const shared = Buffer.from(_view(syscall(NR.shmat, segment, null, 0), 0, 4096));
          shared.write(secret);
          const address = Buffer.concat([Buffer.from([1, 0, 0]), Buffer.from(input.name)]);
          const listener = syscall(NR.socket, 1, 1 | 0o4000, 0);
          syscall(NR.bind, listener, address, address.length);
          syscall(NR.listen, listener, 8);
          const list = () => JSON.stringify(["/mnt/req", "/tmp", "/dev/shm"].map((folder) => fs.readdirSync(folder).sort()));
          const before = list();
          const timer = setInterval(() => {}, 1000);
          syscall(NR.prctl, 15, text(input.name));

          const got = await stopped;
          clearInterval(timer);
          const changed = PLACES.filter((path) => fs.readFileSync(path, "utf8") !== secret);
          if (list() !== before) changed.push("folders");
          if (held.toString() !== secret) changed.push("memory");
          if (shared.toString("latin1", 0, secret.length) !== secret) changed.push("shared memory");
          if (process.env.BYSTANDER_SECRET !== secret) changed.push("environment");
          if (syscall(NR.accept, listener, null, null) !== -11) changed.push("socket");
          syscall(NR.shmctl, segment, 0, null);
          return [got, changed];
        }
        """);
}
