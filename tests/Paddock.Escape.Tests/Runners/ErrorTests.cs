using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Runners;

/// <summary>Errors that resist being shown.</summary>
public sealed class ErrorTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _unprintable = new(
        """
        class Unprintable:
            def __str__(self): raise SystemExit(0)
            __repr__ = __str__

        def execute(input): raise SystemExit(Unprintable())
        """,
        """
        function execute(input) {
          throw new Proxy(new Error("x"), { get() { throw 1; }, getPrototypeOf() { throw 2; }, ownKeys() { throw 3; } });
        }
        """);

    private static readonly Payload _endless = new(
        """
        class Endless(Exception):
            def __str__(self):
                while True:
                    pass

        def execute(input): raise Endless()
        """,
        """
        function execute(input) {
          const error = new Error("x");
          Object.defineProperty(error, "message", { get() { for (;;); } });
          throw error;
        }
        """);

    private static readonly Payload _deep = new(
        """
        def execute(input):
            error = None
            for number in range(3000):
                outer = ValueError(number)
                outer.__context__ = error
                error = outer
            raise error
        """,
        """
        function execute(input) {
          let error = new Error("first");
          for (let number = 0; number < 100_000; number++) error = new Error(String(number), { cause: error });
          throw error;
        }
        """);

    private static readonly Payload _silent = new(
        """
        class Silent(BaseException):
            def __str__(self): os._exit(0)

        def execute(input): raise Silent()
        """,
        """
        function execute(input) {
          const error = new Error("x");
          Object.defineProperty(error, "message", { get() { process.reallyExit(0); } });
          throw error;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-hostile-errors")]
    public async Task An_error_that_cannot_be_shown_is_an_error_and_said_to_be_one(string language)
    {
        var answer = (await AttackAsync(language, _unprintable)).ShouldBeError(1);

        answer.Stderr.ShouldMatch("unprintable|cannot be shown", answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public async Task An_error_that_takes_forever_to_show_is_cut_off_by_the_clock(string language) =>
        (await AttackAsync(new FunctionCall(language, _endless.In(language)) { Timeout = 1 })).ShouldBeKilled(124, "timeout");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the interpreter and its own bounds print the chain; the test is that it ends, and as an error")]
    public async Task An_error_with_thousands_of_causes_is_an_error(string language) => (await AttackAsync(language, _deep)).ShouldBeError(1);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the server has no result to give when none has come")]
    public async Task An_error_that_ends_the_process_while_it_is_shown_is_no_success(string language) =>
        (await AttackAsync(language, _silent)).OutputStatus.ShouldBe("error");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("raise GeneratorExit", 1)]
    [InlineData("raise KeyboardInterrupt", 1)]
    [InlineData("raise MemoryError", 1)]
    [InlineData("raise type('Gone', (BaseException,), {})()", 1)]
    [InlineData("raise SystemExit(2 ** 100 + 5)", 5)]
    [InlineData("raise SystemExit(-1)", 255)]
    [InlineData("raise RecursionError", 1)]
    [InlineData("execute(input)", 1)]
    [InlineData("ctypes.string_at(0)", 139)]
    [InlineData("yield 1; return 2", 0)]
    [NoSwitch("each is an end that the interpreter defines; the test is that none of them is taken for success")]
    public async Task No_way_out_of_a_Python_function_but_return_is_a_result(string statement, int exitCode)
    {
        var answer = await AttackAsync(new FunctionCall(Languages.Python, $"import ctypes\n\ndef execute(input):\n    {statement}\n"));

        answer.OutputStatus.ShouldNotBe("valid", answer.ToString());
        answer.ExitCode.ShouldBe(exitCode, answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("process.exit(0)", 0)]
    [InlineData("process.exit(Symbol())", 1)]
    [InlineData("process.reallyExit(0)", 0)]
    [InlineData("process.kill(process.pid, 'SIGKILL'); for (;;);", 137)]
    [InlineData("process.abort()", 134)]
    [InlineData("return new Promise(() => {})", 1)]
    [InlineData("return { then() {} }", 1)]
    [InlineData("return { then(done, fail) { fail(new Error('no')); } }", 1)]
    [InlineData("process.on('exit', () => process.reallyExit(0)); throw 1", 0)]
    [InlineData("execute(input)", 1)]
    [NoSwitch("each is an end that the engine defines; the test is that none of them is taken for success")]
    public async Task No_way_out_of_a_JavaScript_function_but_return_is_a_result(string statement, int exitCode)
    {
        var answer = await AttackAsync(new FunctionCall(Languages.JavaScript, $"function execute(input) {{ {statement}; }}"));

        answer.OutputStatus.ShouldNotBe("valid", answer.ToString());
        answer.ExitCode.ShouldBe(exitCode, answer.ToString());
    }
}
