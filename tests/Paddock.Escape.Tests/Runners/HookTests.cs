using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Runners;

/// <summary>What foreign code leaves to be run after <c>execute</c>.</summary>
public sealed class HookTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _throwing = Truth.AfterTampering(
        """
        import logging

        class Throwing(logging.Handler):
            def acquire(self): raise SystemExit(9)
            flush = close = release = acquire

        def tamper():
            logging.getLogger().addHandler(Throwing())
        """,
        """
        function tamper() {
          process.on("exit", () => { throw new Error("forged"); });
        }
        """);

    private static readonly Payload _streams = Truth.AfterTampering(
        """
        import sys

        class Stream:
            def write(self, text): pass
            def flush(self): raise SystemExit(9)

        def tamper():
            sys.stdout = sys.stderr = Stream()
        """,
        """
        function tamper() {
          process.stdout.write("x");
          process.stdout.end = () => {};
        }
        """);

    private static readonly Payload _sleeping = Truth.AfterTampering(
        """
        import atexit, time

        def tamper():
            atexit.register(time.sleep, 600)
        """,
        """
        function tamper() {
          process.on("exit", () => { for (;;); });
        }
        """);

    private static readonly Payload _leaving = Truth.AfterTampering(
        """
        import atexit

        def tamper():
            atexit.register(os._exit, 0)
        """,
        """
        function tamper() {
          process.on("exit", () => process.reallyExit(0));
        }
        """);

    private static readonly Payload _collected = Truth.AfterTampering(
        """
        class Leaving:
            def __del__(self): os._exit(9)

        kept = Leaving()

        def tamper(): pass
        """,
        """
        const kept = { [Symbol.dispose]() { process.reallyExit(9); } };
        new FinalizationRegistry(() => process.reallyExit(9)).register(kept, 1);

        function tamper() {}
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-guarded-hooks")]
    public async Task Exit_hooks_that_throw_do_not_change_the_result(string language) =>
        (await AttackAsync(language, _throwing, Truth.Input)).ShouldBeTheTruth();

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-guarded-streams")]
    public async Task Streams_that_throw_or_never_end_do_not_keep_the_result(string language) =>
        (await AttackAsync(language, _streams, Truth.Input)).ShouldBeTheTruth();

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public async Task Exit_hooks_that_never_return_are_cut_off_by_the_clock(string language) =>
        (await AttackAsync(new FunctionCall(language, _sleeping.In(language)) { Input = Truth.Input, Timeout = 1 })).ShouldBeKilled(124, "timeout");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the server has no result to give when none has come")]
    public async Task Exit_hooks_that_end_the_process_leave_no_result(string language) =>
        (await AttackAsync(language, _leaving, Truth.Input)).ShouldBeError(0);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the process leaves by _exit, which runs no finalizer")]
    public async Task Finalizers_do_not_run_at_the_end(string language) =>
        (await AttackAsync(language, _collected, Truth.Input)).ShouldBeTheTruth();
}
