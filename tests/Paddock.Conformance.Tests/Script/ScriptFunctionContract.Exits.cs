using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string ExitsWith3 => """
        function execute(input) {
          console.log("leaving");
          process.exit(3);
        }
        """;

    protected override string ExitsWith3AtTopLevel => """
        process.exit(3);

        function execute(input) {
          return 1;
        }
        """;

    protected override string ExitsWith0 => """
        function execute(input) {
          process.exit(0);
          return 1;
        }
        """;

    protected override string KillsItself => """
        function execute(input) {
          process.kill(process.pid, input);
          const end = Date.now() + 2000;
          while (Date.now() < end);
          return "survived";
        }
        """;

    protected override string Aborts => """
        function execute(input) {
          process.abort();
        }
        """;

    protected override string LeavesWorkRunning => """
        function execute(input) {
          setTimeout(() => console.log("late"), 20_000);
          setInterval(() => {}, 1000);
          return 1;
        }
        """;

    protected override string LeavesAChildRunning => """
        import { spawn } from "node:child_process";

        function execute(input) {
          spawn("sleep", ["20"], { stdio: "inherit" });
          return 1;
        }
        """;

    protected override string HasExitHook => """
        process.on("exit", () => console.log("bye"));

        function execute(input) {
          console.log("call");
          return 1;
        }
        """;

    protected override string HasThrowingExitHook => """
        process.on("exit", () => { throw new Error("hook failed"); });

        function execute(input) {
          return 1;
        }
        """;

    protected override string HasExitHookAndThrows => """
        process.on("exit", () => console.log("bye"));

        function execute(input) {
          throw new Error("customer 42 is missing");
        }
        """;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ProcessExit_WithoutACode_IsNotValid()
    {
        var answer = await RunAsync("async function execute(input) { await 0; process.exit(); }");

        answer.ExitCode.ShouldBe(0, answer.ToString());
        answer.OutputStatus.ShouldBe("error", answer.ToString());
        answer.Output.ValueKind.ShouldBe(JsonValueKind.Null, answer.ToString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ProcessExit_InACallback_GivesItsCode() => (await RunAsync("""
        function execute(input) {
          return new Promise(() => setTimeout(() => process.exit(9), 10));
        }
        """)).ShouldBeError(9);
}
