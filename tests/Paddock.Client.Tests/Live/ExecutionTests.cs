using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Scripts;
using Paddock.Contracts.Tools;
using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Live;

/// <summary><c>client.Executions</c> against the server. Records are written off the hot path, so they are waited for.</summary>
public sealed class ExecutionTests(ServerFixture fixture) : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(15);

    private readonly PaddockClient _client = LiveClient.Of(fixture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Execution_OfAFunction_IsKeptWithRequestAndAnswer()
    {
        var answer = await _client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest { Language = "python", Code = "def execute(input): return input", Input = PaddockJson.Parse("[1]") }, cancellationToken: Token);

        var execution = await GetAsync(answer.Execution.Id);

        execution.Language.ShouldBe(Languages.Python);
        execution.ExitCode.ShouldBe(0);
        var details = execution.Details.ShouldBeOfType<FunctionExecutionDetails>();
        details.Request.Input.ShouldNotBeNull().GetRawText().ShouldBe("[1]");
        details.Response.Output.GetRawText().ShouldBe("[1]");
        details.Response.Execution.Id.ShouldBe(answer.Execution.Id);
    }

    [Fact]
    public async Task Execution_OfAScript_IsKeptAsOne()
    {
        var result = await _client.Command.ExecAsync(new ExecuteRequest { Language = "ruby", Code = "puts 1; exit 3" }, cancellationToken: Token);

        var details = (await GetAsync(result.Id)).Details.ShouldBeOfType<ScriptExecutionDetails>();

        details.Request.Code.ShouldBe("puts 1; exit 3");
        details.Response.ExitCode.ShouldBe(3);
        details.Response.Stdout.ShouldBe("1\n");
    }

    [Fact]
    public async Task Execution_OfATool_NamesIt()
    {
        var tool = await _client.Tools.CreateAsync(new CreateToolRequest { Name = "kept", Language = "javascript", Code = "function execute(input) { return input; }" }, cancellationToken: Token);
        var answer = await _client.Tools.ExecAsync(tool.Id, new ExecuteToolRequest { Input = PaddockJson.Parse("{}") }, cancellationToken: Token);

        var details = (await GetAsync(answer.Execution.Id)).Details.ShouldBeOfType<ToolExecutionDetails>();

        details.ToolId.ShouldBe(tool.Id);
        details.Response.Output.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Executions_WithNonZeroExitCodes_AreListedAlone()
    {
        var well = await _client.Command.ExecAsync(new ExecuteRequest { Language = "python", Code = "pass" }, cancellationToken: Token);
        var failed = await _client.Command.ExecAsync(new ExecuteRequest { Language = "python", Code = "raise SystemExit(4)" }, cancellationToken: Token);
        await GetAsync(failed.Id);
        await GetAsync(well.Id);

        var listed = new List<Execution>();
        await foreach (var execution in _client.Executions.ListAsync(new ExecutionListParameters { Limit = 3, OnlyNonZeroExitCodes = true }, cancellationToken: Token))
        {
            listed.Add(execution);
        }

        listed.ShouldContain(execution => execution.Id == failed.Id);
        listed.ShouldAllBe(static execution => execution.ExitCode != 0);
    }

    [Fact]
    public async Task Execution_ThatIsNone_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(() => _client.Executions.GetAsync("01K00000000000000000000000", cancellationToken: Token));

    private async Task<Execution> GetAsync(string id)
    {
        Execution? found = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    found = await _client.Executions.GetAsync(id, cancellationToken: Token);
                    return true;
                }
                catch (NotFoundException)
                {
                    return false; // not written yet
                }
            },
            _bound,
            () => $"execution {id} is not kept",
            Token);
        return found!;
    }
}
