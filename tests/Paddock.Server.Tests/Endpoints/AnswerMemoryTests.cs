using System.Net.Sockets;
using System.Text;
using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Endpoints;

/// <summary>What an answer holds is given back, whatever becomes of the answer.</summary>
public sealed class AnswerMemoryTests
{
    private const string Call = """{"language":"python","code":"c"}""";
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(50);

    private readonly TaskCompletionSource _givenBack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Answer_Read_IsGivenBack()
    {
        await using TestServer server = await StartAsync(Ending.Exited);
        (await server.CallAsync(Call)).Status.ShouldBe(200);
        await _givenBack.Task.WaitAsync(_bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Answer_ThatBecomesAFault_IsGivenBack()
    {
        await using TestServer server = await StartAsync(Ending.SandboxFailed);
        (await server.CallAsync(Call)).Status.ShouldBe(500);
        await _givenBack.Task.WaitAsync(_bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task NoRoom_Always_Is429WithTheTimeToWait()
    {
        await using TestServer server = await StartAsync(Ending.NoRoom);
        using HttpResponseMessage response = await server.PostAsync(Call);
        ((int)response.StatusCode).ShouldBe(429);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_NeverRead_IsGivenBack(bool hangsUp)
    {
        await using TestServer server = await StartAsync(Ending.Exited);
        NetworkStream stream = await server.ConnectAsync();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/execute-function HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\nContent-Length: {Call.Length}\r\n\r\n{Call}"),
            TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(new byte[12], TestContext.Current.CancellationToken);
        _givenBack.Task.IsCompleted.ShouldBeFalse();
        if (hangsUp)
        {
            await stream.DisposeAsync();
        }

        await _givenBack.Task.WaitAsync(_bound, TestContext.Current.CancellationToken);
        await stream.DisposeAsync();
    }

    private async Task<TestServer> StartAsync(Ending ending)
    {
        TestServer server = await TestServer.StartAsync();
        server.Sandbox.OnRun = (_, _) => ValueTask.FromResult(FakeSandbox.Returned("null") with
        {
            Ending = ending,
            Stdout = new CapturedStream(new byte[32 * 1024 * 1024], 0),
            RetryAfter = TimeSpan.FromSeconds(5),
            Memory = new Held(_givenBack),
        });
        return server;
    }

    private sealed class Held(TaskCompletionSource givenBack) : IDisposable
    {
        public void Dispose() => givenBack.TrySetResult();
    }
}
