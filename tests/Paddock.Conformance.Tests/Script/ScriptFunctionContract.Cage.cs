namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string ReadsFile => """
        import { readFileSync } from "node:fs";

        function execute(input) {
          return readFileSync(input, "utf8");
        }
        """;

    protected override string TriesToWrite => """
        import { writeFileSync } from "node:fs";

        function execute(input) {
          return input.filter((path) => {
            try {
              writeFileSync(path, "x");
              return true;
            } catch {
              return false;
            }
          });
        }
        """;

    protected override string TriesToRead => """
        import { openSync, readSync } from "node:fs";

        function execute(input) {
          return input.filter((path) => {
            try {
              readSync(openSync(path, "r"), new Uint8Array(1));
              return true;
            } catch {
              return false;
            }
          });
        }
        """;

    protected override string ListsProcesses => """
        import { readdirSync } from "node:fs";

        function execute(input) {
          return [process.pid, readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number)];
        }
        """;

    protected override string RunsAChild => """
        import { execFileSync } from "node:child_process";

        function execute(input) {
          return execFileSync("echo", ["hi"], { encoding: "utf8" });
        }
        """;

    protected override string TriesTheNetwork => """
        import dgram from "node:dgram";
        import dns from "node:dns";
        import net from "node:net";

        const attempt = (start) => new Promise((resolve) => {
          const done = (error) => resolve(error ? String(error.code ?? error) : null);
          try {
            start(done);
          } catch (error) {
            done(error);
          }
        });
        const connect = (port, host) => attempt((done) => net.connect(port, host, () => done()).on("error", done));

        async function execute(input) {
          return {
            tcp: await connect(80, "192.0.2.1"),
            server: await connect(input, "127.0.0.1"),
            udp: await attempt((done) => dgram.createSocket("udp4").on("error", done).send("x", 53, "192.0.2.1", done)),
            dns: await attempt((done) => dns.lookup("paddock.invalid", done)),
            // c-ares, which waits for half a minute where it is not told at once that nobody is there
            resolver: await Promise.race([attempt((done) => dns.resolve4("paddock.invalid", done)), new Promise((give) => setTimeout(give, 3000, null))]),
          };
        }
        """;
}
