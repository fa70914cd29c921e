using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paddock.Contracts;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Endpoints;

public sealed class FunctionEndpointsTests
{
    private const string Call = """{"language":"python","code":"c"}""";

    [Fact]
    public async Task Execute_Answer_IsJsonOfKnownLengthWithoutServerHeader()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync(Call);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        response.Content.Headers.ContentLength.ShouldNotBeNull();
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.TransferEncodingChunked.ShouldBeNull();
    }

    [Fact]
    public async Task Execute_EveryByteOfOutput_ComesThroughAsPrinted()
    {
        await using TestServer server = await TestServer.StartAsync();
        string printed = string.Concat(Enumerable.Range(0, 0x250).Select(static c => (char)c)) + "\u2028\u2029\uFEFF😀日本";
        server.Sandbox.OnRun = (_, _) => ValueTask.FromResult(FakeSandbox.Returned("null") with
        {
            Stdout = new CapturedStream(Encoding.UTF8.GetBytes(printed), 0),
            Stderr = new CapturedStream(new byte[] { 0xFF, (byte)'x' }, 0),
        });

        (int status, string body) = await server.CallAsync(Call);

        status.ShouldBe(200);
        ExecuteFunctionResponse response = JsonSerializer.Deserialize(body, ContractsJsonContext.Default.ExecuteFunctionResponse)!;
        response.Execution.Stdout.ShouldBe(printed);
        response.Execution.Stderr.ShouldBe("\uFFFDx");
        body.ShouldContain("😀日本");
    }

    [Fact]
    public async Task Execute_BigOutputs_ComeThroughWhole()
    {
        await using TestServer server = await TestServer.StartAsync();
        string text = string.Concat(Enumerable.Repeat("0123456789\"é\n", 150_000));
        string json = JsonSerializer.Serialize(text);
        server.Sandbox.OnRun = (_, _) => ValueTask.FromResult(FakeSandbox.Returned(json) with { Stdout = new CapturedStream(Encoding.UTF8.GetBytes(text), 0) });

        (int status, string body) = await server.CallAsync(Call);

        status.ShouldBe(200);
        ExecuteFunctionResponse response = JsonSerializer.Deserialize(body, ContractsJsonContext.Default.ExecuteFunctionResponse)!;
        response.Output.GetString().ShouldBe(text);
        response.Execution.Stdout.ShouldBe(text);
    }

    [Fact]
    public async Task Execute_BigInput_ReachesTheSandboxUnchanged()
    {
        await using TestServer server = await TestServer.StartAsync();
        string input = $"\"{new string('x', 5_000_000)}\"";
        bool same = false;
        server.Sandbox.OnRun = (execution, _) =>
        {
            same = execution.Input.Span.SequenceEqual(Encoding.UTF8.GetBytes(input));
            return ValueTask.FromResult(FakeSandbox.Returned("null"));
        };
        (await server.CallAsync($$"""{"language":"python","code":"c","input":{{input}}}""")).Status.ShouldBe(200);
        same.ShouldBeTrue();
    }

    [Fact]
    public async Task Execute_ManyAtOnce_EachGetsItsOwn()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = static async (execution, _) =>
        {
            await Task.Yield();
            return FakeSandbox.Returned(Encoding.UTF8.GetString(execution.Input.Span));
        };
        string[] bodies = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
            (await server.CallAsync($$"""{"language":"python","code":"c","input":{{i}}}""")).Body));
        for (int i = 0; i < bodies.Length; i++)
        {
            bodies[i].ShouldStartWith($$"""{"output":{{i}},""");
        }

        server.Sandbox.Executions.Select(static execution => execution.Id).Distinct().Count().ShouldBe(300);
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(0.2, "1")]
    [InlineData(1.001, "2")]
    [InlineData(30, "30")]
    public async Task Busy_Always_SendsRetryAfterInWholeSeconds(double seconds, string header)
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = (_, _) => ValueTask.FromResult(new SandboxOutcome { Ending = Ending.Busy, RetryAfter = TimeSpan.FromSeconds(seconds) });
        using HttpResponseMessage response = await server.PostAsync(Call);
        ((int)response.StatusCode).ShouldBe(429);
        response.Headers.GetValues("Retry-After").ShouldBe([header]);
    }

    [Fact]
    public async Task SandboxFailed_Always_IsLoggedWithItsFaultUnderTheIdSent()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = static (_, _) => ValueTask.FromResult(new SandboxOutcome { Ending = Ending.SandboxFailed, Fault = "the jail died: exit 70" });
        using HttpResponseMessage response = await server.PostAsync(Call);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string id = server.Sandbox.Executions.Single().Id;
        body.ShouldContain(id);
        body.ShouldNotContain("jail");
        response.Headers.Contains("x-should-retry").ShouldBeFalse();
        server.Logs.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains(id, StringComparison.Ordinal) && line.Text.Contains("the jail died", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Network_Asked_IsExecuted()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync("""{"language":"python","code":"c","allow_http_hosts":["a.example"]}""");
        ((int)response.StatusCode).ShouldBe(200);
        server.Sandbox.Executions.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"language":"python","http":{"allow":[{"host":"a"}]},"runtime_revision_id":"x"}""", 400)]
    [InlineData("""{"language":"python","code":"c","http":{"allow":[{"host":"a"}]},"runtime_revision_id":"x"}""", 404)]
    [InlineData("""{"language":"python","code":"c","http":{"allow":[{"host":"a b"}]},"runtime_revision_id":"x"}""", 400)]
    public async Task Rejections_OfSeveralKinds_ComeInOrder(string body, int expected)
    {
        await using TestServer server = await TestServer.StartAsync();
        (await server.CallAsync(body)).Status.ShouldBe(expected);
        server.Sandbox.Executions.ShouldBeEmpty();
    }

    [Fact]
    public async Task SandboxThrows_Unexpectedly_Is500WithoutDetails()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = static (_, _) => throw new InvalidOperationException("hidden detail");
        (int status, string body) = await server.CallAsync(Call);
        status.ShouldBe(500);
        body.ShouldStartWith("""{"code":13,"message":"internal error; look up request """);
        body.ShouldNotContain("hidden");
        server.Logs.Lines.ShouldContain(static line => line.Level == LogLevel.Error && line.Text.Contains("hidden detail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_HangsUp_CancelsTheRun()
    {
        await using TestServer server = await TestServer.StartAsync();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Sandbox.OnRun = async (_, token) =>
        {
            started.SetResult();
            TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = token.Register(() => aborted.SetCanceled(token));
            try
            {
                await aborted.Task;
            }
            catch (OperationCanceledException)
            {
                cancelled.SetResult();
                throw;
            }

            return FakeSandbox.Returned("null");
        };
        using CancellationTokenSource caller = new();
        Task<HttpResponseMessage> call = server.Client.PostAsync("/v1/execute-function", new StringContent(Call), caller.Token);
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Logs_OfAnyExecution_HoldNothingThatWasSentOrPrinted()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = static (_, _) => ValueTask.FromResult(FakeSandbox.Returned("\"marker-out\"") with { Stdout = new CapturedStream("marker-printed"u8.ToArray(), 0) });
        await server.CallAsync("""{"language":"python","code":"marker-code","input":"marker-input","env":{"marker-name":"marker-value"},"files":[{"path":"marker-path","contents":"marker-file"}]}""");
        await server.CallAsync("""{"language":"marker-language","code":"marker-code"}""");
        server.Logs.Lines.ShouldNotBeEmpty();
        server.Logs.Lines.ShouldAllBe(static line => !line.Text.Contains("marker", StringComparison.Ordinal) && !line.Text.Contains(TestServer.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_OfUserErrors_AreDebug()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = static (_, _) => ValueTask.FromResult(new SandboxOutcome { Ending = Ending.Timeout });
        await server.CallAsync(Call);
        await server.CallAsync("{}");
        server.Logs.Lines.ShouldAllBe(static line => line.Level < LogLevel.Warning);
    }
}
