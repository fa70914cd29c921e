using System.Net;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Paths;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>Limits hold at their edges: no number means "no limit".</summary>
public sealed class LimitTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _sleeps = new(
        """
        import time

        def execute(input): time.sleep(600)
        """,
        "function execute(input) { Bun.sleepSync(600_000); }");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("execution_timeout", "-1")]
    [InlineData("execution_timeout", "301")]
    [InlineData("execution_timeout", "4294967297")]
    [InlineData("execution_timeout", "18446744073709551617")]
    [InlineData("execution_timeout", "1e308")]
    [InlineData("memory_size", "-128")]
    [InlineData("memory_size", "15")]
    [InlineData("memory_size", "2049")]
    [InlineData("memory_size", "17592186044416")]
    [Invariant(4)]
    [FailsWithout("request-checks")]
    public Task A_limit_outside_its_range_is_refused(string limit, string value) => RefusedAsync(limit, value);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("execution_timeout", "0.5")]
    [InlineData("execution_timeout", "1e-9")]
    [InlineData("memory_size", "0.1")]
    [Invariant(4)]
    [NoSwitch("a limit is held as a whole number: there is no way past its reading")]
    public Task A_limit_that_is_a_fraction_is_refused(string limit, string value) => RefusedAsync(limit, value);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(4)]
    [FailsWithout("timer")]
    public async Task The_least_limit_that_is_allowed_is_kept(string language) =>
        (await AttackAsync(new FunctionCall(language, _sleeps.In(language)) { Timeout = 1 })).ShouldBeKilled(124, "timeout");

    private async Task RefusedAsync(string limit, string value)
    {
        var body = RequestBodies.With(Languages.Python, "def execute(input): return 1", "limits", $$"""{"{{limit}}":{{value}}}""");

        var reply = await WitnessAsync(Languages.Python, _ => Server.Client.PostAsync(body, Cancellation));

        reply.ShouldFail(HttpStatusCode.BadRequest, 3).ShouldContain($"limits.{limit}");
    }
}
