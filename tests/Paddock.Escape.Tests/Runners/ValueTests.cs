using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Runners;

/// <summary>Returned values that are no JSON, pretend to be some, or change while they are looked at.</summary>
public sealed class ValueTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _notANumber = new(
        "def execute(input): return {'a': [1, float('nan')]}",
        "function execute(input) { return { a: [1, NaN] }; }");

    private static readonly Payload _deep = new(
        """
        def execute(input):
            value = []
            for _ in range(100_000):
                value = [value]
            return value
        """,
        """
        function execute(input) {
          let value = [];
          for (let i = 0; i < 100_000; i++) value = [value];
          return value;
        }
        """);

    private static readonly Payload _cycle = new(
        """
        def execute(input):
            value = {}
            value["a"] = [value]
            return value
        """,
        """
        function execute(input) {
          const value = {};
          value.a = [value];
          return value;
        }
        """);

    private static readonly Payload _endless = new(
        """
        class Endless(dict):
            def items(self):
                while True:
                    pass

        def execute(input): return Endless(a=1)
        """,
        """
        function execute(input) {
          return new Proxy([], { get(target, key) { return key === "length" ? 1e15 : key === "toJSON" ? undefined : "x"; } });
        }
        """);

    private static readonly Payload _leaving = new(
        """
        class Leaving(dict):
            def items(self):
                os._exit(0)

        def execute(input): return Leaving(a=1)
        """,
        "function execute(input) { return { get a() { process.reallyExit(0); } }; }");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-strict-numbers")]
    public async Task A_number_that_JSON_lacks_is_refused_with_its_place(string language) =>
        (await AttackAsync(language, _notANumber)).ShouldBeNotJson(@"\$\.a\[1\] is nan");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-depth")]
    public async Task A_value_nested_without_end_is_refused_with_its_place(string language) =>
        (await AttackAsync(language, _deep)).ShouldBeNotJson("is nested more than 1000 levels deep");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-cycles")]
    public async Task A_value_that_holds_itself_is_refused_with_its_place(string language) =>
        (await AttackAsync(language, _cycle)).ShouldBeNotJson(@"\$\.a\[0\] refers back to \$");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("timer")]
    public async Task A_value_that_is_never_read_to_its_end_is_cut_off_by_the_clock(string language) =>
        (await AttackAsync(new FunctionCall(language, _endless.In(language)) { Timeout = 1 })).ShouldBeKilled(124, "timeout");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [NoSwitch("the server has no result to give when none has come")]
    public async Task A_value_that_ends_the_process_while_it_is_read_is_no_result(string language) =>
        (await AttackAsync(language, _leaving)).ShouldBeError(0);

    /// <summary>What their types say of themselves counts for nothing.</summary>
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-straight-types")]
    public async Task A_value_that_lies_about_its_type_is_taken_for_what_it_is(string language)
    {
        if (language == Languages.Python)
        {
            (await AttackAsync(new FunctionCall(language, """
                class Left(SystemExit):
                    code = property(lambda self: 0)

                def execute(input): raise Left(7)
                """))).ShouldBeError(7);
            return;
        }

        (await AttackAsync(new FunctionCall(language, """
            function execute(input) {
              const map = new Map([["a", 1]]);
              Object.defineProperty(map, "__proto__", { value: Object.prototype });
              return map;
            }
            """))).ShouldBeNotJson("is a Map");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("[Text('a'), {Text('k'): Number(5)}, Real(1.5)]", """["a",{"k":5},1.5]""")]
    [InlineData("Items(a=1)", """{"b":2}""")]
    [InlineData("{'a': '\\ud800'}", """{"a":"\ud800"}""")]
    [NoSwitch("CPython's own encoder reads the values; there is no line of ours to take out")]
    public async Task Subclasses_of_Pythons_own_types_cannot_put_text_into_the_answer(string expression, string output)
    {
        var answer = await AttackAsync(new FunctionCall(Languages.Python, $$"""
            class Text(str):
                def __str__(self): return 'forged'
                def encode(self, *arguments): return b'forged'
                def __len__(self): return 1 << 40
            class Number(int):
                def __repr__(self): return '"forged"'
                __str__ = __index__ = __repr__
            class Real(float):
                def __repr__(self): return '"forged"'
            class Items(dict):
                def items(self): return [("b", 2)]
            def execute(input): return {{expression}}
            """));

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.Output.GetRawText().ShouldBe(output);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("new Proxy({}, { ownKeys() { throw new Error('late'); } })")]
    [InlineData("{ get a() { return count++ > 0 ? 1n : 1; } }")]
    [InlineData("{ get a() { if (count++ > 0) throw new Error('late'); return 1; } }")]
    [InlineData("{ toJSON() { throw new Error('late'); } }")]
    [InlineData("{ a: function () {} }")]
    [NoSwitch("JSON.stringify itself refuses what changed under it")]
    public async Task A_JavaScript_value_that_changes_while_it_is_read_is_refused(string expression) =>
        (await AttackAsync(new FunctionCall(Languages.JavaScript, $"let count = 0;\nfunction execute(input) {{ return {expression}; }}"))).ShouldBeNotJson();
}
