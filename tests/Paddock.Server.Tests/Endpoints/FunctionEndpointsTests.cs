using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Endpoints;

public sealed class FunctionEndpointsTests
{
    private const string Example = """{"language":"python","code":"def execute(input): return { \"name\": input[\"name\"], \"executed\": True }","input":{"name":"John"}}""";

    [Fact]
    public async Task Execute_SeedExample_ReachesTheSandboxAndAnswers()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = static (execution, _) =>
        {
            Encoding.UTF8.GetString(execution.Input.Span).ShouldBe("""{"name":"John"}""");
            return ValueTask.FromResult(FakeSandbox.Returned("""{"name":"John","executed":true}"""));
        };

        (int status, string body) = await server.CallAsync(Example);

        status.ShouldBe(200);
        FunctionExecution execution = server.Sandbox.Executions.ShouldHaveSingleItem();
        execution.Language.ShouldBe(Language.Python);
        body.ShouldBe($$$"""{"output":{"name":"John","executed":true},"output_status":"valid","execution":{"id":"{{{execution.Id}}}","exit_code":0,"stdout":"","stderr":"","duration":7,"termination_reason":"exited"}}""");
    }
}
