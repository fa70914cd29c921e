using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Endpoints;

/// <summary>What ran is on record also when its caller got no answer.</summary>
public sealed class UnansweredRecordTests
{
    private const string Call = """{"language":"python","code":"c"}""";

    [Fact]
    public async Task Caller_ThatHangsUp_LeavesARecord()
    {
        await using TestServer server = await TestServer.StartAsync();
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Sandbox.OnRun = async (_, cancellationToken) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It cannot come here.");
        };
        using CancellationTokenSource hangUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<HttpResponseMessage> call = server.Client.PostAsync("/v1/execute-function", new StringContent(Call), hangUp.Token);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        JsonElement record = await OnlyRecordAsync(server);
        record.GetProperty("exit_code").GetInt32().ShouldBe(137);
        JsonElement execution = record.GetProperty("details").GetProperty("response").GetProperty("execution");
        execution.GetProperty("stderr").GetString().ShouldBe("paddock: the caller hung up, and the run was ended\n");
        execution.GetProperty("termination_reason").GetString().ShouldBe("cancelled");
    }

    [Theory]
    [InlineData(Ending.NoRoom, 1, "answers that other callers have not read yet")]
    [InlineData(Ending.SandboxFailed, 1, "internal error")]
    [InlineData(Ending.Busy, 0, "")]
    public async Task Execution_WithoutAnAnswer_IsOnRecordIfItMayHaveRun(Ending ending, int records, string reason)
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = (_, _) => ValueTask.FromResult(new SandboxOutcome { Ending = ending });
        await server.CallAsync(Call);
        JsonElement list = await ListAsync(server);
        list.GetArrayLength().ShouldBe(records);
        list.EnumerateArray().ShouldAllBe(record =>
            record.GetProperty("details").GetProperty("response").GetProperty("execution").GetProperty("stderr").GetString()!.StartsWith($"paddock: {reason}"));
    }

    /// <summary>The server may hear of the end of a connection a little after its caller.</summary>
    private static async Task<JsonElement> OnlyRecordAsync(TestServer server)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            bound.Token.ThrowIfCancellationRequested();
            JsonElement list = await ListAsync(server);
            if (list.GetArrayLength() == 1)
            {
                return list[0];
            }
        }
    }

    private static async Task<JsonElement> ListAsync(TestServer server)
    {
        using JsonDocument list = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/executions", TestContext.Current.CancellationToken));
        return list.RootElement.GetProperty("data").Clone();
    }
}
