using Paddock.Conformance.Tests.Contract;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

/// <summary>The contract's snippets in JavaScript, which is TypeScript too, and what both languages have beyond it.</summary>
public abstract partial class ScriptFunctionContract(ServerFixture server) : FunctionContract(server)
{
    protected override string Line(int number) => $"{SourceFile}:{number}";
}
