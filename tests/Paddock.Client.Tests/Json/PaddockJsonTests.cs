using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Client.Tests.Fakes;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;

namespace Paddock.Client.Tests.Json;

/// <summary>Values on their way in and out.</summary>
public sealed class PaddockJsonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Json_InThisSuite_IsWithoutReflection() => JsonSerializer.IsReflectionEnabledByDefault.ShouldBeFalse();

    [Fact]
    public void From_AValueWithATypeInfo_IsItsJson() =>
        PaddockJson.From(new Order("tea", 2), OrdersJsonContext.Default.Order).GetRawText().ShouldBe("""{"item":"tea","count":2}""");

    [Fact]
    public void From_ANode_IsItsJson() => PaddockJson.From(new JsonArray(1, null, "x")).GetRawText().ShouldBe("""[1,null,"x"]""");

    [Fact]
    public void From_NoNode_IsNull() => PaddockJson.From(null).ValueKind.ShouldBe(JsonValueKind.Null);

    [Theory]
    [InlineData("null")]
    [InlineData("{\"a\":[1,2.50]}")]
    [InlineData("[true]")]
    [InlineData("\"x\"")]
    [InlineData("12345678901234567890.5")]
    public void ToNode_OfAnyValue_IsTheSameJson(string json) =>
        (PaddockJson.ToNode(PaddockJson.Parse(json))?.ToJsonString() ?? "null").ShouldBe(json);

    [Fact]
    public async Task Value_NestedAsDeepAsAServerLetsThrough_GoesInAndOut()
    {
        var deep = new string('[', 1000) + new string(']', 1000);
        var server = new FakeServer().Answers(HttpStatusCode.OK, Clients.FunctionAnswer.Replace("{\"n\":1}", deep, StringComparison.Ordinal));
        using var client = Clients.Of(server);

        var answer = await client.Command.ExecFuncAsync(
            new ExecuteFunctionRequest { Language = "python", Code = "x", Input = PaddockJson.From(PaddockJson.ToNode(PaddockJson.Parse(deep))) }, cancellationToken: Token);

        server.Requests[0].Body.ShouldNotBeNull().ShouldContain(deep);
        answer.Output.GetRawText().ShouldBe(deep);
    }

    [Theory]
    [InlineData("\"\\ud83d\"")]
    [InlineData("{\"a\":[1.0,1e400,\"\\u00e9\"]}")]
    public async Task Value_OfAnyJson_GoesInAndOutAsItIs(string json)
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Clients.FunctionAnswer.Replace("{\"n\":1}", json, StringComparison.Ordinal));
        using var client = Clients.Of(server);

        var answer = await client.Command.ExecFuncAsync(new ExecuteFunctionRequest { Language = "python", Code = "x", Input = PaddockJson.Parse(json) }, cancellationToken: Token);

        server.Requests[0].Body.ShouldNotBeNull().ShouldContain($"\"input\":{json}");
        answer.Output.GetRawText().ShouldBe(json);
    }

    [Fact]
    public void ReadOutput_OfAValidAnswer_IsTheValue()
    {
        Answer("""{"item":"tea","count":2}""").ReadOutput(OrdersJsonContext.Default.Order).ShouldBe(new Order("tea", 2));
        Answer("""[1]""").ReadOutputNode().ShouldBeOfType<JsonArray>().Count.ShouldBe(1);
        Answer("null").ReadOutput(OrdersJsonContext.Default.Order).ShouldBeNull();
    }

    [Fact]
    public void ReadOutput_OfAFailure_SaysHowItFailed()
    {
        var answer = Answer("null", OutputStatuses.Error, 1, "Traceback\nValueError: no tea\n");

        var error = Should.Throw<ExecutionFailedException>(() => answer.ReadOutputNode());

        error.Message.ShouldBe("execution 01K ended with output status error and exit code 1: ValueError: no tea");
        error.Response.ShouldBeSameAs(answer);
    }

    [Fact]
    public void ReadOutput_OfAnotherType_IsAJsonException() =>
        Should.Throw<JsonException>(static () => Answer("[]").ReadOutput(OrdersJsonContext.Default.Order));

    [Fact]
    public async Task Details_WhoseTypeComesLast_AreRead()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, """
            {"id":"E","duration":1,"exit_code":0,"language":"php","started_at":"2026-01-01T00:00:00.5Z","unknown":1,
             "details":{"request":{"language":"php","code":"x"},"response":{"id":"E","exit_code":0,"stdout":"","stderr":"","duration":1},"type":"script"}}
            """);
        using var client = Clients.Of(server);

        var execution = await client.Executions.GetAsync("E", cancellationToken: Token);

        execution.Details.ShouldBeOfType<ScriptExecutionDetails>().Request.Code.ShouldBe("x");
        execution.StartedAt.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero));
    }

    private static ExecuteFunctionResponse Answer(string output, string status = OutputStatuses.Valid, int exitCode = 0, string stderr = "") => new()
    {
        Output = PaddockJson.Parse(output),
        OutputStatus = status,
        Execution = new ExecutionResult { Id = "01K", ExitCode = exitCode, Stdout = "", Stderr = stderr, Duration = 1 },
    };
}
