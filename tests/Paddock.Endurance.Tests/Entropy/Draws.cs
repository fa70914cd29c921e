using Paddock.TestKit.Api;

namespace Paddock.Endurance.Tests.Entropy;

/// <summary>
/// Functions that draw from every source of randomness their language has, several times from each. They return [source, value] pairs, each value as hexadecimal text.
/// </summary>
/// <remarks>
/// No value has less than 41 bits, and most have 122 or more, so an equal pair is no accident: by chance it comes with 14,000 names of temporary files (2^41.7 of them) once
/// in 40,000 runs, with 9,000 node ids (47 bits) once in 3 million, with 60,000 numbers of 53 bits once in 5 million. Only JavaScript's Math.random has a seed that is shorter than its
/// numbers: <see cref="EntropyTests"/>.
/// </remarks>
internal static class Draws
{
    /// <summary>What a fork of the template would share if nobody took care: every generator that a library keeps, in the cell itself, in a thread and in a forked child.</summary>
    public const string Python = """
        import multiprocessing.process, os, random, secrets, ssl, tempfile, threading, uuid

        def draw(place):
            return [[place + " " + source, value] for source, value in [
                ("random.random", random.random().hex()),
                ("random.random", random.random().hex()),
                ("random.getrandbits", "%x" % random.getrandbits(128)),
                ("random.Random", random.Random().random().hex()),
                ("random.SystemRandom", random.SystemRandom().random().hex()),
                ("uuid.uuid4", uuid.uuid4().hex),
                ("uuid.uuid1", uuid.uuid1().hex),
                ("secrets.token_hex", secrets.token_hex(16)),
                ("os.urandom", os.urandom(16).hex()),
                ("ssl.RAND_bytes", ssl.RAND_bytes(16).hex()),
                ("tempfile", next(tempfile._get_candidate_names()).encode().hex()),
            ]]

        def in_a_child():
            ours, theirs = os.pipe()
            if os.fork() == 0:
                os.write(theirs, repr(draw("child")).encode())
                os._exit(0)
            os.close(theirs)
            with open(ours) as pipe:
                drawn = eval(pipe.read())
            os.wait()
            return drawn

        def execute(input):
            drawn = draw("cell")
            drawn.append(["cell uuid.getnode", "%x" % uuid.getnode()])
            drawn.append(["cell multiprocessing authkey", bytes(multiprocessing.process.current_process().authkey).hex()])
            if input % 4 == 0:
                thread = threading.Thread(target=lambda: drawn.extend(draw("thread")))
                thread.start()
                thread.join()
                drawn += in_a_child()
            if input % 20 == 0:
                import email.utils, sqlite3
                drawn.append(["cell sqlite randomblob", sqlite3.connect(":memory:").execute("select hex(randomblob(16))").fetchone()[0]])
                drawn.append(["cell email.utils.make_msgid", email.utils.make_msgid(domain="x").encode().hex()])
            return drawn
        """;

    public const string JavaScript = """
        import { generateKeySync, randomBytes, randomUUID } from "node:crypto";
        import { Worker } from "node:worker_threads";

        const hex = (bytes) => Buffer.from(bytes).toString("hex");

        async function execute(input) {
          const drawn = [
            ["cell crypto.randomUUID", crypto.randomUUID()],
            ["cell crypto.randomUUID", crypto.randomUUID()],
            ["cell crypto.getRandomValues", hex(crypto.getRandomValues(new Uint8Array(16)))],
            ["cell node:crypto.randomUUID", randomUUID()],
            ["cell node:crypto.randomBytes", hex(randomBytes(16))],
            ["cell node:crypto.generateKeySync", hex(generateKeySync("hmac", { length: 128 }).export())],
            ["cell Bun.randomUUIDv7", Bun.randomUUIDv7()],
            ["cell Math.random", Math.random().toString(16)],
            ["cell Math.random", Math.random().toString(16)],
          ];
          if (input % 3 === 0) {
            const worker = new Worker("require('node:worker_threads').parentPort.postMessage([crypto.randomUUID(), Math.random().toString(16)])", { eval: true });
            const [uuid, number] = await new Promise((resolve) => worker.once("message", resolve));
            drawn.push(["worker crypto.randomUUID", uuid], ["worker Math.random", number]);
            const child = Bun.spawnSync([process.execPath, "-e", "console.log(crypto.randomUUID(), Math.random().toString(16))"]).stdout.toString().trim().split(" ");
            drawn.push(["child crypto.randomUUID", child[0]], ["child Math.random", child[1]]);
          }
          return drawn;
        }
        """;

    /// <summary>The call with this number: nine of ten are Python's, because only Python's cells are copies of one process.</summary>
    public static FunctionCall Call(int number) => (number % 20) switch
    {
        9 => new FunctionCall("javascript", JavaScript) { Input = $"{number}" },
        19 => new FunctionCall("typescript", JavaScript) { Input = $"{number}" },
        _ => new FunctionCall("python", Python) { Input = $"{number}" },
    };
}
