namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string ReturnsEnvironment => "function execute(input) { return { ...process.env }; }";

    protected override string ReturnsDirectory => "function execute(input) { return process.cwd(); }";

    protected override string ReadsFiles => """
        import { readFileSync } from "node:fs";

        function execute(input) {
          return input.map((path) => readFileSync(path, "utf8"));
        }
        """;

    protected override string WritesThenReads => """
        import { readFileSync, writeFileSync } from "node:fs";

        function execute(input) {
          writeFileSync("new.txt", input);
          return readFileSync("/mnt/req/new.txt", "utf8");
        }
        """;

    protected override string LeavesTraces => """
        import fs from "node:fs";

        const files = ["/tmp/trace", "/mnt/req/trace", "/dev/shm/trace"];

        function execute(input) {
          const found = files.filter((name) => fs.existsSync(name));
          if ("TRACE" in process.env) found.push("TRACE");
          if ("trace" in globalThis) found.push("globalThis");
          if ("trace" in fs) found.push("fs");
          for (const name of files) fs.writeFileSync(name, "");
          process.env.TRACE = "1";
          globalThis.trace = fs.trace = 1;
          return found;
        }
        """;

    protected override string ListsScratch => """
        import { readdirSync } from "node:fs";

        function execute(input) {
          return [readdirSync("/mnt/req"), readdirSync("/tmp")];
        }
        """;

    protected override string DrawsRandom => """
        import { randomBytes, randomInt, randomUUID } from "node:crypto";
        import { mkdtempSync } from "node:fs";

        function execute(input) {
          return [
            String(Math.random()), crypto.randomUUID(), randomUUID(), randomBytes(16).toString("hex"), String(randomInt(2 ** 47)),
            String(crypto.getRandomValues(new Uint32Array(4))), mkdtempSync("/tmp/d"),
          ];
        }
        """;
}
