using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string ReturnsNestedNaN => "function execute(input) { return { a: [1, { b: NaN }] }; }";

    protected override string ReturnsInfinity => "function execute(input) { return -Infinity; }";

    protected override string ReturnsCycle => """
        function execute(input) {
          const items = [1];
          items.push(items);
          return items;
        }
        """;

    protected override string ReturnsNestedFunction => "function execute(input) { return { handlers: [execute] }; }";

    protected override string ReturnsSharedValue => """
        function execute(input) {
          const one = [1];
          return [one, one];
        }
        """;

    protected override string ReturnsTooDeep => """
        function execute(input) {
          let value = [];
          for (let i = 0; i < 100_000; i++) value = [value];
          return value;
        }
        """;

    protected override string SpoilsTheSerializer => """
        function execute(input) {
          JSON.stringify = JSON.parse = () => '"forged"';
          globalThis.Promise = globalThis.Buffer = undefined;
          process.exit = process.reallyExit = () => {};
          Array.prototype.push = Array.prototype.map = String.prototype.split = () => "forged";
          console.log = console.error = undefined;
          return { ok: true };
        }
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("new Map([[1, 2]])", "Map")]
    [InlineData("new Set([1])", "Set")]
    [InlineData("10n", "BigInt")]
    [InlineData("Symbol('s')", "symbol")]
    [InlineData("() => 1", "function")]
    [InlineData("class Point {}", "function|class")]
    [InlineData("Infinity", "Infinity")]
    [InlineData("NaN", "NaN")]
    public async Task Result_OfAnotherType_IsRefusedWithTypeAndPath(string expression, string type)
    {
        (await RunAsync($"function execute(input) {{ return {expression}; }}")).ShouldBeNotJson($@"\b({type})\b");
        (await RunAsync($"function execute(input) {{ return {{ rows: [null, {{ when: {expression} }}] }}; }}"))
            .ShouldBeNotJson($@"\b({type})\b", @"\brows\W+1\W+when\b");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_CycleThroughObjects_IsRefused() =>
        (await RunAsync("function execute(input) { const a = {}; a.b = { a }; return a; }")).ShouldBeNotJson("circular|cycl|itself|refers back");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("{ toJSON() { return { as: 'json' }; } }", """{"as":"json"}""")]
    [InlineData("[new Date(0)]", """["1970-01-01T00:00:00.000Z"]""")]
    [InlineData("{ kept: 1, dropped: undefined }", """{"kept":1}""")]
    [InlineData("undefined", "null")]
    [InlineData("Object.create(null)", "{}")]
    [InlineData("new (class Point { x = 1; get y() { return 2; } })()", """{"x":1}""")]
    [InlineData("[0.1 + 0.2, -0, 1e21]", "[0.30000000000000004,0,1e21]")]
    public async Task Result_ThatJsonStringifyTakes_IsValid(string expression, string expected) =>
        (await RunAsync($"function execute(input) {{ return {expression}; }}")).ShouldBeValid(expected);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_ToJsonThatThrows_IsRefusedWithItsMessage() =>
        (await RunAsync("function execute(input) { return { toJSON() { throw new Error('no form'); } }; }")).ShouldBeNotJson("no form");
}
