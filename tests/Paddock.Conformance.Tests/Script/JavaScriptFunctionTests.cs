using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

/// <summary>The contract in JavaScript.</summary>
public sealed class JavaScriptFunctionTests(ServerFixture server) : ScriptFunctionContract(server)
{
    protected override string Language => "javascript";

    protected override string SourceFile => "/src/code.js";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Types_InJavaScript_AreASyntaxError() =>
        (await RunAsync("function execute(input: number): number { return input; }")).ShouldBeError(1).ShouldSay("SyntaxError");
}
