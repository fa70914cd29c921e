namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string Sleeps => """
        async function execute(input) {
          console.log("so far");
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        }
        """;

    protected override string Loops => """
        function execute(input) {
          console.log("so far");
          while (true);
        }
        """;

    protected override string LoopsAtTopLevel => """
        console.log("so far");
        while (true);

        function execute(input) {
          return 1;
        }
        """;

    protected override string WaitsForAStubbornChild => """
        import { spawnSync } from "node:child_process";

        function execute(input) {
          console.log("so far");
          spawnSync("sh", ["-c", "trap '' TERM; sleep 60; sleep 60"]);
        }
        """;

    protected override string IgnoresSignals => """
        async function execute(input) {
          for (const name of ["SIGTERM", "SIGINT", "SIGHUP", "SIGALRM", "SIGQUIT", "SIGUSR2"]) process.on(name, () => {});
          console.log("so far");
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        }
        """;

    protected override string Allocates => """
        function execute(input) {
          console.log("so far");
          const kept = [];
          for (let i = 0; i < input; i++) kept.push(new Uint8Array(1 << 20).fill(1));
          return kept.length === input ? "kept" : "lost";
        }
        """;

    protected override string ReturnsMebibytes => "function execute(input) { return 'x'.repeat(input << 20); }";
}
