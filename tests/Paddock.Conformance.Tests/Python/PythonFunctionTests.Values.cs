using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string ReturnsNestedNaN => "def execute(input): return {'a': [1, {'b': float('nan')}]}";

    protected override string ReturnsInfinity => "def execute(input): return float('-inf')";

    protected override string ReturnsCycle => """
        def execute(input):
            items = [1]
            items.append(items)
            return items
        """;

    protected override string ReturnsNestedFunction => "def execute(input): return {'handlers': [execute]}";

    protected override string ReturnsSharedValue => """
        def execute(input):
            one = [1]
            return [one, one]
        """;

    protected override string ReturnsTooDeep => """
        def execute(input):
            value = []
            for _ in range(100_000):
                value = [value]
            return value
        """;

    protected override string SpoilsTheSerializer => """
        import json, os, sys

        def execute(input):
            json.dumps = json.loads = json.JSONEncoder = json.JSONEncoder.default = lambda *a, **k: "forged"
            json.encoder.c_make_encoder = None
            sys.exit = os._exit = os.write = lambda *a: None
            sys.stdout = sys.stderr = None
            return {"ok": True}
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("b'bytes'", "bytes")]
    [InlineData("bytearray(3)", "bytearray")]
    [InlineData("{1, 2}", "set")]
    [InlineData("frozenset()", "frozenset")]
    [InlineData("__import__('datetime').datetime(2026, 1, 2)", "datetime")]
    [InlineData("__import__('datetime').date(2026, 1, 2)", "date")]
    [InlineData("__import__('decimal').Decimal('1.5')", "Decimal")]
    [InlineData("1 + 2j", "complex")]
    [InlineData("object()", "object")]
    [InlineData("dict", "type")]
    [InlineData("(n for n in [1])", "generator")]
    [InlineData("__import__('sys')", "module")]
    public async Task Result_OfAnotherType_IsRefusedWithTypeAndPath(string expression, string type)
    {
        (await RunAsync($"def execute(input): return {expression}")).ShouldBeNotJson($@"\b{type}\b");
        (await RunAsync($"def execute(input): return {{'rows': [None, {{'when': {expression}}}]}}"))
            .ShouldBeNotJson($@"\b{type}\b", @"\brows\W+1\W+when\b");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_KeyThatIsNoText_IsRefused() =>
        (await RunAsync("def execute(input): return {'a': {(1, 2): 3}}")).ShouldBeNotJson("key", "tuple", @"\ba\b");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_CycleThroughDicts_IsRefused() => (await RunAsync("""
        def execute(input):
            a = {}
            a["b"] = {"a": a}
            return a
        """)).ShouldBeNotJson("circular|cycl|itself|refers back");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_Tuple_IsAnArray() =>
        (await RunAsync("def execute(input): return (1, ('two',))")).ShouldBeValid("""[1,["two"]]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_SubclassesOfJsonTypes_AreValid() => (await RunAsync("""
        import collections, enum

        class Colour(str, enum.Enum):
            RED = "red"

        def execute(input):
            return [collections.OrderedDict(a=1), collections.Counter("aa"), collections.namedtuple("P", "x")(1), Colour.RED, True]
        """)).ShouldBeValid("""[{"a":1},{"a":2},[1],"red",true]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Numbers_LargerThanAnyMachineWord_AreExact()
    {
        const string Factorial = "80658175170943878571660636856403766975289505440883277824000000000000";

        var answer = await RunAsync("""
            import math

            def execute(input):
                return [math.factorial(52), input, input == math.factorial(52)]
            """, Factorial);

        answer.ShouldBeValid();
        answer.Output.GetRawText().Replace(" ", "", StringComparison.Ordinal).ShouldBe($"[{Factorial},{Factorial},true]");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Numbers_Floats_KeepEveryDigit()
    {
        var answer = await RunAsync("def execute(input): return [0.1 + 0.2, 1.0, 5e-324, 1.7976931348623157e308, -0.0]");

        answer.ShouldBeValid().Output.GetRawText().Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("[0.30000000000000004,1.0,5e-324,1.7976931348623157e+308,-0.0]");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_LoneSurrogate_IsEscaped() =>
        (await RunAsync(@"def execute(input): return 'a\ud800'")).ShouldBeValid().Output.GetRawText()
            .ShouldBe("\"a\\ud800\"", StringCompareShould.IgnoreCase);
}
