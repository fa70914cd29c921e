using Paddock.Conformance.Tests.Contract;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

/// <summary>The contract in Python, and what only Python has.</summary>
public sealed partial class PythonFunctionTests(ServerFixture server) : FunctionContract(server)
{
    protected override string Language => "python";

    protected override string SourceFile => "/src/code.py";

    protected override string Line(int number) => $"File \"/src/code.py\", line {number}";
}
