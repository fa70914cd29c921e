using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Invariants;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Frames;

/// <summary>Code that writes to the job socket itself. It can lie about its own result, which is its own to give, and break nothing.</summary>
public sealed class ForgedFrameTests(CageFixture cage) : EscapeTest(cage)
{
    private const string Input = "42";

    /// <summary>Every one would do harm further on: a body that is no JSON, or that says something else than the server meant.</summary>
    public static TheoryData<string, string> NoJson => Both(
        """output='1},"execution":{"exit_code":0'""",
        "output='1 2'",
        "output='[1'",
        "output='nul'",
        "output='\"\\xff\"'",
        "output='{\"a\":1,}'",
        "output='\\0'");

    public static TheoryData<string, string> OfNoUse => Both("length=0", "length=4", "kind=1", "kind=255", "status=3", "status=255", "status=2", "status=1");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(NoJson))]
    [FailsWithout("result-checks")]
    public async Task A_forged_result_that_is_no_JSON_never_reaches_the_caller(string language, string members) =>
        (await AttackAsync(language, Frame.With(members), Input)).ShouldBeError(1).ShouldSay("broken result");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("result-checks")]
    public async Task A_forged_result_deeper_than_any_real_one_never_reaches_the_caller(string language) =>
        (await AttackAsync(language, Frame.Sent("send(frame('[' * 1001 + ']' * 1001))", "send(frame({ output: '['.repeat(1001) + ']'.repeat(1001) }));"), Input))
            .ShouldBeError(1).ShouldSay("broken result");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(OfNoUse))]
    [NoSwitch("there is no result in such a frame, whatever is checked")]
    public async Task A_frame_of_another_form_is_a_broken_result(string language, string members) =>
        (await AttackAsync(language, Frame.With(members), Input)).ShouldBeError(1).ShouldSay("broken result");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("result-checks")]
    public async Task A_frame_that_announces_more_than_a_result_may_have_is_refused_at_its_first_bytes(string language)
    {
        var answer = await AttackAsync(new FunctionCall(language, Frame.Sent(
            "send(frame(length=64 << 20))\npause()", "send(frame({ length: 64 << 20 }));\npause();").In(language)) { Timeout = 3 });

        answer.ShouldBeError();
        answer.TerminationReason.ShouldBe("output_limit", answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public async Task Half_a_frame_is_waited_for_no_longer_than_the_time_limit(string language) =>
        (await AttackAsync(new FunctionCall(language, Frame.Sent(
            "send(frame()[:7])\npause()", "send(frame().subarray(0, 7));\npause();").In(language)) { Timeout = 1 })).ShouldBeKilled(124, "timeout");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the exit status of the process decides, which it cannot forge")]
    public async Task Half_a_frame_and_an_exit_is_no_result(string language) =>
        (await AttackAsync(language, Frame.Sent("send(frame()[:7])\nos._exit(0)", "send(frame().subarray(0, 7));\nprocess.reallyExit(0);"))).ShouldBeError(0);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("what comes after the first frame is not read")]
    public async Task Of_many_frames_the_first_is_the_result_of_this_call_and_none_of_another(string language)
    {
        var several = Frame.Sent(
            "for number in range(50): send(frame(str(number)))", "for (let number = 0; number < 50; number++) send(frame({ output: String(number) }));");

        (await AttackAsync(language, several, Input)).ShouldBeValid("0");
        (await AttackAsync(language, Frame.Sent("pass", ""), Input)).ShouldBeValid(Input);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(11)]
    [NoSwitch("no code of the server looks for a result in what is printed")]
    public async Task Printing_something_like_a_result_does_nothing(string language)
    {
        var answer = await AttackAsync(language, Frame.Sent(
            "for fd in (1, 2): send(frame(), fd)", "for (const fd of [1, 2]) send(frame(), fd);"), Input);

        answer.ShouldBeValid(Input);
        answer.Stdout.ShouldContain("forged");
        answer.Stderr.ShouldContain("forged");
    }

    [Fact(Timeout = TestTimeout.Default)]
    [NoSwitch("a child that goes on is killed with its cell; what it sends is not read")]
    public async Task A_child_that_sends_results_after_the_real_one_changes_nothing()
    {
        var late = Frame.Sent("if os.fork() == 0:\n    while True: send(frame())", "");
        for (var i = 0; i < 5; i++)
        {
            var answer = await AttackAsync(Languages.Python, late, Input);
            JsonSerializer.Serialize(answer.Output).ShouldBeOneOf(Input, "\"forged\"");
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    [NoSwitch("the server reads without asking for descriptors, and the kernel then closes them")]
    public async Task Descriptors_sent_along_with_a_result_do_not_get_into_the_server()
    {
        await AttackAsync(Languages.Python, Frame.Sent("pass", ""), Input);
        var before = ProcessTable.CountDescriptors(Server.ServerPid());

        for (var i = 0; i < 3; i++)
        {
            await AttackAsync(Languages.Python, Frame.Sent("job = socket.socket(fileno=os.dup(3))\nsocket.send_fds(job, [frame()], [0] * 200)", ""), Input);
        }

        await Eventually.HoldsAsync(
            () => ProcessTable.CountDescriptors(Server.ServerPid()) < before + 100,
            TimeSpan.FromSeconds(10), () => "the server holds the descriptors", Cancellation);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("job.send(b'x', socket.MSG_OOB)\npause()", 124)]
    [InlineData("job.shutdown(socket.SHUT_RDWR)\npause()", 124)]
    [InlineData("job.close()\nos.closerange(0, 1024)\npause()", 124)]
    [FailsWithout("timer")]
    public async Task A_job_socket_that_is_closed_or_abused_leaves_the_call_to_the_clock(string statements, int exitCode) =>
        (await AttackAsync(new FunctionCall(Languages.Python, Frame.Sent("job = socket.socket(fileno=3)\n" + statements, "").In(Languages.Python)) { Timeout = 1 }))
            .ShouldBeError(exitCode);

    private static TheoryData<string, string> Both(params string[] members)
    {
        var data = new TheoryData<string, string>();
        foreach (var member in members)
        {
            data.Add(Languages.Python, member);
            data.Add(Languages.JavaScript, member);
        }

        return data;
    }
}
