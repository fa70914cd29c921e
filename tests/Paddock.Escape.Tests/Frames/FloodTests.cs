using System.Diagnostics;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Frames;

/// <summary>Code that sends more than anybody wants to read.</summary>
public sealed class FloodTests(CageFixture cage) : EscapeTest(cage)
{
    private const int Mebibyte = 1 << 20;
    private const int StdoutCap = 20 * Mebibyte;
    private const int StderrCap = 10 * Mebibyte;

    /// <summary>The note that says what was cut.</summary>
    private const int Note = 1000;

    private static readonly Payload _bothStreams = Frame.Sent(
        "for _ in range(30): send(b'x' * 1048576, 1); send(b'y' * 1048576, 2)",
        """
        const send_all = (data, fd) => { for (let sent = 0; sent < data.length;) sent += fs.writeSync(fd, data, sent); };
        for (let i = 0; i < 30; i++) { send_all(Buffer.alloc(1048576, "x"), 1); send_all(Buffer.alloc(1048576, "y"), 2); }
        """);

    private static readonly Payload _endless = Frame.Sent(
        "while True: send(b'x' * 65536, 1)",
        "const block = Buffer.alloc(65536, 'x'); for (;;) try { send(block, 1); } catch {}");

    private static readonly Payload _result = Frame.Sent(
        "send(frame(length=300 << 20))\nwhile True: send(b' ' * 65536)",
        "send(frame({ length: 300 << 20 })); const block = Buffer.alloc(65536, ' '); for (;;) send(block);");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("output-caps")]
    public async Task A_flood_on_both_streams_is_drained_and_cut_at_its_caps(string language)
    {
        var answer = await AttackAsync(language, _bothStreams, "42");

        answer.OutputStatus.ShouldBe("valid", answer.Stderr[^Math.Min(500, answer.Stderr.Length)..]);
        answer.Stdout.Length.ShouldBeInRange(StdoutCap, StdoutCap + Note);
        answer.Stderr.Length.ShouldBeInRange(StderrCap, StderrCap + Note);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public async Task An_endless_flood_ends_at_the_time_limit_and_keeps_nobody_waiting(string language)
    {
        var answer = await AttackAsync(language, bystander => new FunctionCall(language, _endless.In(language)) { Timeout = 2 });

        answer.ExitCode.ShouldBe(124);
        answer.TerminationReason.ShouldBe("timeout");
        answer.Stdout.Length.ShouldBeInRange(1, StdoutCap + Note);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("result-checks")]
    public async Task A_flood_on_the_result_channel_ends_at_its_cap(string language)
    {
        var answer = await AttackAsync(new FunctionCall(language, _result.In(language)) { Timeout = 10 });

        answer.ShouldBeError();
        answer.TerminationReason.ShouldBe("output_limit", answer.ToString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    [NoSwitch("the result ends the call, and the cell with all its processes is killed: Nothing_of_a_cell_is_left_when_its_response_is_sent shows that")]
    public async Task Children_that_hold_the_streams_open_and_print_do_not_keep_the_answer()
    {
        var clock = Stopwatch.StartNew();

        var answer = await AttackAsync(Languages.Python, Frame.Sent(
            "for fd in (1, 2):\n    if os.fork() == 0:\n        os.setsid()\n        while True: send(b'x' * 65536, fd)", ""), "42");

        answer.OutputStatus.ShouldBe("valid");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25), "the limit is 30 s");
    }
}
