using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

public sealed class JavaScriptScriptTests(ServerFixture server) : NodeScriptContract(server)
{
    protected override string Language => "javascript";

    protected override string SourceFile => "/src/code.js";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task CommonJs_IsTheMainProgramToo() =>
        (await RunAsync("const path = require('path');\nif (require.main === module) console.log('main', path.basename(__filename));")).ShouldSucceed("main code.js\n");
}
