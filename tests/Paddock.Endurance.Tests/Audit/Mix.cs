using System.Net;
using Paddock.TestKit.Api;

namespace Paddock.Endurance.Tests.Audit;

/// <summary>What the audit executes: everything that can come of a call, the common things more often than the dear ones.</summary>
internal static class Mix
{
    private static readonly FunctionCall _python = new("python", "import json\ndef execute(input): return {'got': input}") { Input = "[1,2,3]" };
    private static readonly FunctionCall _javaScript = new("javascript", "function execute(input) { return { got: input }; }") { Input = "[1,2,3]" };
    private static readonly FunctionCall _typeScript = new("typescript", "export function execute(input: number[]): number { return input.length; }") { Input = "[1,2,3]" };

    /// <summary>Every 400 executions hold each of these once; those in between are plain good ones.</summary>
    private static readonly FunctionCall[] _special =
    [
        // failing
        new("python", "def execute(input): raise ValueError('x')") { Files = new Dictionary<string, string> { ["a/b/c.txt"] = "x" } },
        new("python", "def execute(: pass"),
        new("javascript", "function execute( {"),
        new("javascript", "function execute(input) { process.exit(3); }"),
        new("python", "def execute(input): return {1, 2}"),
        new("typescript", "export async function execute() { await Promise.reject(new Error('x')); }"),
        new("python", "import os\ndef execute(input): os._exit(0)"),
        new("python", "import os\ndef execute(input):\n    for fd in range(3, 20):\n        try: os.close(fd)\n        except OSError: pass\n    return 1"),

        // killed by signals
        new("python", "import os\ndef execute(input): os.kill(os.getpid(), 9)"),
        new("python", "import ctypes\ndef execute(input): ctypes.string_at(0)"),
        new("javascript", "function execute() { process.kill(process.pid, 'SIGTERM'); return new Promise(() => setInterval(() => {}, 1000)); }") { Timeout = 1 },

        // killed by memory
        new("python", "def execute(input): return len(bytearray(b'x') * (200 << 20))") { Memory = 32 },
        new("python", "def execute(input):\n    with open('/tmp/fill', 'wb') as file:\n        while True: file.write(bytes(1 << 20))") { Memory = 32 },
        new("javascript", "function execute() { const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1)); }") { Memory = 128 },

        // timing out
        new("python", "import time\ndef execute(input): time.sleep(60)") { Timeout = 1 },
        new("python", "import signal, time\ndef execute(input):\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    print('x', flush=True)\n    signal.pause()") { Timeout = 1 },
        new("javascript", "function execute() { return new Promise(() => setInterval(() => {}, 100)); }") { Timeout = 1 },

        // floods of output
        new("python", "def execute(input):\n    for i in range(64): print('x' * 65536)") { Input = "1" },
        new("javascript", "function execute() { for (let i = 0; i < 32; i++) console.log('x'.repeat(65536)); return 'y'.repeat(1 << 20); }"),

        // children that outlive it, threads, files, and what a process can hold
        new("python", "import os, time\ndef execute(input):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)\n    return 1"),
        new("python", "import threading, time\ndef execute(input): threading.Thread(target=time.sleep, args=(60,)).start()") { Timeout = 1 },
        new("python", "import subprocess\ndef execute(input): return subprocess.run(['/bin/sh', '-c', 'sleep 60 & echo hi'], stdout=subprocess.DEVNULL).returncode"),
        new("python", "import os\ndef execute(input):\n    for i in range(300): open(f'/mnt/req/{i}', 'w').write('x' * 4096)\n    os.mkdir('/dev/shm/d'); open('/dev/shm/d/f', 'wb').write(bytes(1 << 20))"),
        new("python", HoldsEverything),
        new("javascript", "import { Worker } from 'node:worker_threads';\nimport { createServer } from 'node:net';\nfunction execute() { new Worker('setInterval(() => {}, 10)', { eval: true }); createServer().listen(0); return 1; }"),
        new("python", "print('x' * 100_000)\ndef execute(input): return input") { Input = "[1,2,3]" },
    ];

    /// <summary>Once in a thousand: 127 processes that fork as fast as they can for a second.</summary>
    private static readonly FunctionCall _forkBomb = new("python", "import os\ndef execute(input):\n    while True:\n        try: os.fork()\n        except OSError: pass") { Timeout = 1 };

    /// <summary>Once in a thousand: a second of CPU.</summary>
    private static readonly FunctionCall _spins = new("typescript", "export function execute(): void { for (;;); }") { Timeout = 1 };

    private static readonly FunctionCall _sleeps = new("python", "import time\ndef execute(input): time.sleep(30)");

    private const string HoldsEverything = """
        import array, mmap, os, select, signal, socket, threading

        def execute(input):
            left, right = socket.socketpair()
            left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
            server = socket.create_server(("127.0.0.1", 0))
            client = socket.create_connection(server.getsockname())
            named = socket.socket(socket.AF_UNIX); named.bind("/tmp/socket"); named.listen()
            held = [os.pipe() for _ in range(20)] + [os.memfd_create("x"), select.epoll(), mmap.mmap(-1, 1 << 20)]
            os.truncate(held[20], 1 << 20)
            signal.setitimer(signal.ITIMER_REAL, 50)
            os.mkfifo("/tmp/fifo"); os.open("/tmp/fifo", os.O_RDWR)
            os.link("/tmp/fifo", "/tmp/other"); os.symlink("/proc/self", "/tmp/self")
            threading.Thread(target=server.accept, daemon=True).start()
            os.kill(os.getpid(), signal.SIGKILL) if input else None
            return len(held)
        """;

    /// <summary>Sends execution number <paramref name="number"/> and checks that it was answered as it should be.</summary>
    public static async ValueTask RunAsync(PaddockClient client, int number, CancellationToken cancellationToken)
    {
        switch (number % 1_000)
        {
            case 100:
                await SendAsync(client, _forkBomb, cancellationToken);
                break;
            case 101:
                await SendAsync(client, _spins, cancellationToken);
                break;
            case var n when n % 100 == 50:
                await HangUpAsync(client, cancellationToken);
                break;
            case var n when n % 100 == 51:
                (await client.PostAsync("""{"language":"python","code":1}""", cancellationToken)).Status.ShouldBe(HttpStatusCode.BadRequest);
                break;
            default:
                await SendAsync(client, Call(number), cancellationToken);
                break;
        }
    }

    private static FunctionCall Call(int number) => (number % 400) is var n && n % 15 == 0 && n / 15 < _special.Length
        ? _special[n / 15]
        : (n % 40) switch
        {
            7 => _javaScript,
            23 => _typeScript,
            _ => _python,
        };

    private static async Task SendAsync(PaddockClient client, FunctionCall call, CancellationToken cancellationToken)
    {
        var reply = await client.PostAsync(call.ToJson(), cancellationToken);
        reply.Status.ShouldBe(HttpStatusCode.OK, $"{call.Code}\n{reply}");
    }

    private static async Task HangUpAsync(PaddockClient client, CancellationToken cancellationToken)
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        caller.CancelAfter(TimeSpan.FromMilliseconds(60));
        try
        {
            await client.ExecuteAsync(_sleeps, caller.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was wanted.
        }
    }
}
