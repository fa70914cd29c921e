using Paddock.Runtimes.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Runtimes.Tests.Builds;

/// <summary>What becomes of builds when the server ends, in whatever way.</summary>
public sealed class RestartTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    private const string Use = "import pandas\ndef execute(input): return int(pandas.Series([1]).sum())";

    [Theory]
    [InlineData(Signals.Kill)]
    [InlineData(Signals.Terminate)]
    public async Task Build_UnderWayWhenTheServerEnds_IsBegunAgainAndNothingHalfBuiltIsUsed(int signal)
    {
        var settings = Fixture.SettingsOfServer() with { DataDirectory = Directory.CreateTempSubdirectory("paddock-restart-").FullName };
        RevisionReply revision;
        await using (var server = await ServerProcess.StartAsync(settings, Cancellation))
        {
            var runtimes = new RuntimesOn(server);
            var begun = await runtimes.BeginAsync("python", "requirements.txt", "pandas", imports: null, Cancellation);
            revision = await runtimes.UntilAsync(begun, static now => now.Log.Contains("Installing collected packages", StringComparison.Ordinal), Cancellation);
            server.Signal(signal);
            await server.WaitForExitAsync(Cancellation);
        }

        Kept(settings.DataDirectory).ShouldBeEmpty("nothing was built");
        await using (var server = await ServerProcess.StartAsync(settings, Cancellation))
        {
            var runtimes = new RuntimesOn(server);
            (await runtimes.UntilAsync(revision, static now => now.IsFinal, Cancellation)).ShouldHaveSucceeded();
            (await runtimes.CallAsync(revision, "python", Use, Cancellation)).ShouldBeValid("1");
            (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
            await server.AssertNothingIsLeftAsync(Cancellation);
        }

        Kept(settings.DataDirectory).Length.ShouldBe(1);
        Directory.GetDirectories(Path.Combine(settings.DataDirectory, "packages")).Length.ShouldBe(1, "what the first build left behind is removed");
        Directory.Delete(settings.DataDirectory, recursive: true);
    }

    /// <summary>Packages that a build has completed: those with an index.</summary>
    private static string[] Kept(string data) => Directory.Exists(Path.Combine(data, "packages")) ? Directory.GetFiles(Path.Combine(data, "packages"), "files", SearchOption.AllDirectories) : [];
}
