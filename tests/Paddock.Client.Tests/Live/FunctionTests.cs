using System.Text.Json.Nodes;
using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Client.Tests.Json;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Live;

/// <summary><c>client.Command.ExecFuncAsync</c> against the server.</summary>
public sealed class FunctionTests(ServerFixture fixture) : IDisposable
{
    private readonly PaddockClient _client = LiveClient.Of(fixture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Function_WithInput_ReturnsItsOutput()
    {
        var answer = await _client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest
            {
                Language = Languages.Python,
                Code = """def execute(input): return { "name": input["name"], "executed": True }""",
                Input = PaddockJson.From(new JsonObject { ["name"] = "John" }),
            },
            cancellationToken: Token);

        answer.OutputStatus.ShouldBe(OutputStatuses.Valid);
        answer.ReadOutputNode()!.ToJsonString().ShouldBe("""{"name":"John","executed":true}""");
        answer.Execution.TerminationReason.ShouldBe(TerminationReasons.Exited);
    }

    [Fact]
    public async Task Function_WithTypesOfTheCaller_TakesAndGivesThem()
    {
        var answer = await _client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest
            {
                Language = Languages.TypeScript,
                Code = "function execute(input: { item: string, count: number }) { return { ...input, count: input.count * 2 }; }",
                Input = PaddockJson.From(new Order("tea", 21), OrdersJsonContext.Default.Order),
            },
            cancellationToken: Token);

        answer.ReadOutput(OrdersJsonContext.Default.Order).ShouldBe(new Order("tea", 42));
    }

    [Fact]
    public async Task Function_WithEverythingARequestHas_GetsIt()
    {
        var answer = await _client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest
            {
                Language = "PYTHON",
                Code = """
                    import os
                    def execute(input):
                        print("said")
                        return [os.environ["GREETING"], open("notes/a.txt").read(), input]
                    """,
                Environment = new Dictionary<string, string> { ["GREETING"] = "hé" },
                Files = [new RequestFile { Path = "notes/a.txt", Contents = "from a file" }],
                Http = new HttpAccess { Allow = [new HttpAllow { Host = "example.com", Auth = new HttpAuth { Bearer = new HttpBearerAuth { Token = "t" } } }] },
                Limits = new RequestLimits { ExecutionTimeout = 10, MemorySize = 64 },
            },
            cancellationToken: Token);

        answer.ReadOutputNode()!.ToJsonString().ShouldBe("""["h\u00E9","from a file",null]""");
        answer.Execution.Stdout.ShouldBe("said\n");
    }

    [Fact]
    public async Task Function_ThatRaises_IsAnAnswerAndNoException()
    {
        var answer = await _client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest { Language = "javascript", Code = "function execute() { throw new Error('Customer not found'); }" }, cancellationToken: Token);

        answer.OutputStatus.ShouldBe(OutputStatuses.Error);
        answer.Execution.ExitCode.ShouldBe(1);
        answer.Execution.Stderr.ShouldContain("Customer not found");
    }

    [Fact]
    public async Task Function_InALanguageThatIsNone_IsABadRequest()
    {
        var error = await Should.ThrowAsync<BadRequestException>(
            () => _client.Command.ExecFuncAsync(new ExecuteFunctionRequest { Language = "cobol", Code = "x" }, cancellationToken: Token));

        error.Code.ShouldBe(StatusCode.InvalidArgument);
        error.Message.ShouldStartWith("400 ");
        error.ServerMessage.ShouldNotBeNull().ShouldContain("cobol");
    }

    [Fact]
    public async Task Call_WithAWrongKey_IsUnauthenticated()
    {
        using var stranger = LiveClient.Of(fixture, "riza_nobody");

        var error = await Should.ThrowAsync<AuthenticationException>(
            () => stranger.Command.ExecFuncAsync(new ExecuteFunctionRequest { Language = "python", Code = "x" }, cancellationToken: Token));

        error.Code.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Calls_AtOnceFromOneClient_GetTheirOwnAnswers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => _client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest { Language = "python", Code = "def execute(input): return input", Input = PaddockJson.Parse($"{number}") }, cancellationToken: Token)));

        answers.Select(static answer => answer.Output.GetInt32()).ShouldBe(Enumerable.Range(0, 8));
    }
}
