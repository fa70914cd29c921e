using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>A jail, a template or a cell that dies is replaced; only what ran in it is lost, with a clear verdict.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class KilledPartsTests
{
    private static readonly string[] _languages = ["python", "javascript", "typescript"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python")]
    [InlineData("javascript")]
    public async Task Kill_OfTheJails_FailsWhatRunsAndServesTheNext(string language)
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings(), Cancellation);
        var run = server.Client.PostAsync(Snippets.Sleep(language, 50).ToJson(), Cancellation);
        await server.BusyAsync(running: 1, queued: 0, Cancellation);
        var jails = server.Jails();
        jails.ShouldNotBeEmpty();

        foreach (var jail in jails)
        {
            Signals.Send(jail.Pid, Signals.Kill);
        }

        var reply = await run;
        reply.ShouldFail(HttpStatusCode.InternalServerError, 13);
        reply.Body.ShouldMatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", "an execution id to look up in the log");
        await ServesAllAsync(server);
        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        await server.AssertNothingIsLeftAsync(Cancellation);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Kill_OfTemplatesAndReadyCells_LosesNoRequest()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings(), Cancellation);

        foreach (var process in ProcessTable.DescendantsOf(server.ServerPid()).Where(process => process.Name != ProcessTable.JailName))
        {
            Signals.TrySend(process.Pid, Signals.Kill);
        }

        await ServesAllAsync(server);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Kill_OfARunningCell_IsASignal()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings(), Cancellation);
        var run = server.Client.ExecuteAsync(
            new FunctionCall("python", "import subprocess\ndef execute(input):\n    print('so far')\n    subprocess.run(['sleep', '50'])"), Cancellation);

        // The cell is the parent of the only sleep among this server's processes.
        ProcessInfo? sleep = null;
        await Eventually.HoldsAsync(
            () => (sleep = ProcessTable.DescendantsOf(server.ServerPid()).FirstOrDefault(process => process.Name == "sleep")) is not null,
            TimeSpan.FromSeconds(15),
            () => "the code has started no child",
            Cancellation);
        Signals.Send(sleep!.ParentPid, Signals.Kill);

        (await run).ShouldBeKilled(137, "signal").ShouldPrint("so far\n");
        await server.BusyAsync(running: 0, queued: 0, Cancellation);
        ProcessTable.IsAlive(sleep).ShouldBeFalse();
    }

    private static async Task ServesAllAsync(ServerProcess server)
    {
        foreach (var language in _languages)
        {
            (await server.Client.ExecuteAsync(Snippets.One(language), Cancellation)).ShouldBeValid("1");
        }
    }
}
