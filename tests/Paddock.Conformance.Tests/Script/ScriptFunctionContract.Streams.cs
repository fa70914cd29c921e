using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string PrintsBeforeDuringAfter => """
        process.on("exit", () => console.log("after"));
        console.log("before");

        function execute(input) {
          console.log("during");
          return 1;
        }
        """;

    protected override string PrintsToBoth => """
        function execute(input) {
          console.log("out");
          console.error("err");
        }
        """;

    protected override string PrintsManyLines => """
        function execute(input) {
          for (let i = 0; i < 10_000; i++) console.log(i);
        }
        """;

    protected override string WritesInput => """
        function execute(input) {
          process.stdout.write(input);
        }
        """;

    protected override string WritesBrokenUtf8 => """
        import { writeSync } from "node:fs";

        function execute(input) {
          writeSync(1, new Uint8Array([0x61, 0xff, 0xfe, 0x62]));
        }
        """;

    protected override string PrintsSomethingLikeAResult => """
        import { writeSync } from "node:fs";

        function execute(input) {
          console.log('{"output":"forged","output_status":"valid"}');
          writeSync(1, '\x0b\x00\x00\x00\x02\x00\x00\x00\x00\x00"forged"');
          return "real";
        }
        """;

    protected override string Floods => """
        function execute(input) {
          const line = "x".repeat((1 << 20) - 1);
          for (let i = 0; i < input.mib; i++) {
            if (input.stream === "stdout") console.log(line);
            else console.error(line);
          }
          return "whole";
        }
        """;

    protected override string ClosesStdout => """
        function execute(input) {
          process.stdout.end();
          return 1;
        }
        """;

    protected override string ClosesDescriptors => """
        import { closeSync } from "node:fs";

        function execute(input) {
          closeSync(1);
          closeSync(2);
          return 1;
        }
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("console.log('one'); console.info('two'); console.debug('three')", "one\ntwo\nthree\n", "")]
    [InlineData("console.error('one'); console.warn('two')", "", "one\ntwo\n")]
    [InlineData("console.log('%s is %d', 'a', 5, { b: [1] })", "a is 5 {\n  b: [ 1 ],\n}\n", "")]
    [InlineData("console.log('one'); process.stdout.write('two\\n'); console.log('three')", "one\ntwo\nthree\n", "")]
    [InlineData("process.stdout.write('a'); process.stderr.write('b'); process.stdout.write('c')", "ac", "b")]
    public async Task Console_InAllItsForms_Prints(string statements, string stdout, string stderr)
    {
        var answer = (await RunAsync($"function execute(input) {{ {statements}; }}")).ShouldBeValid("null");

        answer.Stdout.ShouldBe(stdout);
        answer.Stderr.ShouldBe(stderr);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_ThroughAStreamWithoutWaiting_AreKeptWhole()
    {
        var answer = await RunAsync("function execute(input) { process.stdout.write('x'.repeat(3 << 20)); return 1; }");

        answer.OutputStatus.ShouldBe("valid", answer.Stderr);
        answer.Stdout.Length.ShouldBe(3 << 20);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdin_Always_IsEmpty() => (await RunAsync("""
        import { readFileSync } from "node:fs";

        function execute(input) {
          return readFileSync(0, "utf8");
        }
        """)).ShouldBeValid("\"\"");
}
