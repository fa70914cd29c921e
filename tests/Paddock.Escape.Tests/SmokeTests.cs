using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests;

/// <summary>What must work with any layer off, or a set of switches would prove nothing.</summary>
public sealed class SmokeTests(CageFixture cage) : EscapeTest(cage)
{
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Trait(WithoutTraits.Name, WithoutTraits.Any)]
    [NoSwitch("it shows that the server and the witness work, whatever is off")]
    public async Task A_harmless_function_is_answered(string language)
    {
        var code = new Payload("def execute(input): return [input, syscall(NR['getpid']) > 0]", "function execute(input) { return [input, syscall(NR.getpid) > 0]; }");

        var answer = await Server.Client.ExecuteAsync(new FunctionCall(language, code.In(language)) { Input = "1" }, Cancellation);

        answer.ShouldBeValid("[1,true]");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("it shows that a harmless call changes nothing that the witness looks at")]
    public async Task A_harmless_function_leaves_the_host_as_it_was(string language) =>
        (await AttackAsync(language, new Payload("def execute(input): return 1", "function execute(input) { return 1; }"))).ShouldBeValid("1");
}
