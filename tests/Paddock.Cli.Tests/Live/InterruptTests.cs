using Paddock.Cli.Tests.Fakes;
using Paddock.TestKit.Hosting;

namespace Paddock.Cli.Tests.Live;

/// <summary>Ctrl-C. Alone, after all others: it tells by the server's count of executions that its own runs, and that it has ended.</summary>
[Collection(nameof(Alone))]
public sealed class InterruptTests(ServerFixture fixture, Scratch scratch) : IClassFixture<Scratch>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_ThatIsInterrupted_CancelsTheExecutionAndEndsWith130()
    {
        using var process = LiveTool.Start(fixture, "run", scratch.Write("sleep.py", "import time\ndef execute(input): time.sleep(40)"), "--timeout", "50");
        var error = process.StandardError.ReadToEndAsync(Token);
        try
        {
            await Eventually.HoldsAsync(
                async () => (await fixture.Client.HealthAsync(Token)).Running > 0, TimeSpan.FromSeconds(20), () => "nothing runs", Token);
            Signals.Send(process.Id, Signals.Interrupt);
            await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(15), Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        process.ExitCode.ShouldBe(130, await error);
        await Eventually.HoldsAsync(
            async () => (await fixture.Client.HealthAsync(Token)).Running == 0, TimeSpan.FromSeconds(20), () => "the execution goes on", Token);
    }
}
