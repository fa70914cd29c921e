using System.Net;
using Paddock.Runtimes.Tests.Hosting;
using Paddock.TestKit.Hosting;

namespace Paddock.Runtimes.Tests.Builds;

/// <summary>Builds that are watched, shared, given up, repeated and tampered with.</summary>
public sealed class LifeTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    [Fact]
    public async Task Build_UnderWay_ShowsItsProgressAndCanBeCancelled()
    {
        var begun = await Runtimes.BeginAsync("python", "requirements.txt", "endless\n# shown", imports: null, Cancellation);
        await Runtimes.UntilAsync(begun, static now => now.Status == "building" && now.Log.Contains("endless-1.0.tar.gz", StringComparison.Ordinal), Cancellation);
        (await Runtimes.CancelAsync(begun, Cancellation)).Status.ShouldBe(HttpStatusCode.OK);
        var ended = await Runtimes.UntilAsync(begun, static now => now.IsFinal, Cancellation);
        ended.Status.ShouldBe("cancelled");
        await Eventually.HoldsAsync(() => BuildJails() == 0, TimeSpan.FromSeconds(15), static () => "the cell of the build is still there", Cancellation);
    }

    [Fact]
    public async Task Lock_AsAManifest_GivesTheSameBytes()
    {
        var first = (await Runtimes.BuildPythonAsync("pandas\nnativesource", Cancellation)).ShouldHaveSucceeded();
        var second = (await Runtimes.BuildPythonAsync(first.Lock, Cancellation)).ShouldHaveSucceeded();
        second.Lock.ShouldBe(first.Lock);
        Indexes(Fixture.Server).GroupBy(static index => index).ShouldContain(static same => same.Count() == 2);
    }

    [Fact]
    public async Task Manifests_ThatAreTheSame_ShareOneBuild()
    {
        const string manifest = "older==1.0\n# shared";
        var revisions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Runtimes.BuildPythonAsync(manifest, Cancellation)));
        foreach (var revision in revisions)
        {
            revision.ShouldHaveSucceeded();
        }

        revisions.Count(static revision => revision.Log.Contains("Successfully installed", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Packages_TamperedWithOnDisk_AreNotUsedAndBuiltAnewToTheSameBytes()
    {
        var settings = Fixture.SettingsOfServer() with { DataDirectory = Directory.CreateTempSubdirectory("paddock-runtimes-").FullName };
        RevisionReply revision, script;
        string[] before;
        await using (var server = await ServerProcess.StartAsync(settings, Cancellation))
        {
            var runtimes = new RuntimesOn(server);
            revision = (await runtimes.BuildPythonAsync("older\nneedy", Cancellation)).ShouldHaveSucceeded();
            script = (await runtimes.BuildScriptAsync("""{"dependencies":{"lodash":"4","date-fns":"4"}}""", Cancellation)).ShouldHaveSucceeded();
            before = [.. Indexes(server).Order(StringComparer.Ordinal)];
            (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        }

        await TamperAsync(settings.DataDirectory, "older.py", "version = 666\n");
        await TamperAsync(settings.DataDirectory, "lodash.js", "exports.VERSION = '666';\n");
        await using (var server = await ServerProcess.StartAsync(settings, Cancellation))
        {
            var runtimes = new RuntimesOn(server);
            (await runtimes.UntilAsync(revision, static now => now.Status == "succeeded" && now.Log.Length > 0, Cancellation)).ShouldHaveSucceeded();
            await Eventually.HoldsAsync(
                async () => await VersionAsync(runtimes, revision) == "1", TimeSpan.FromMinutes(2), static () => "the packages were not built anew", Cancellation);
            await Eventually.HoldsAsync(
                () => Indexes(server).Order(StringComparer.Ordinal).SequenceEqual(before), TimeSpan.FromMinutes(2), static () => "the packages are other ones than before", Cancellation);
            (await runtimes.UntilAsync(script, static now => now.IsFinal, Cancellation)).ShouldHaveSucceeded();
            (await runtimes.CallAsync(script, "javascript", "import _ from 'lodash';\nexport function execute() { return _.VERSION; }", Cancellation)).Output.ToString().ShouldStartWith("4.");
            (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        }

        Directory.Delete(settings.DataDirectory, recursive: true);
    }

    private static async Task<string> VersionAsync(RuntimesOn runtimes, RevisionReply revision)
    {
        var reply = await runtimes.TryAsync(revision, "import older\ndef execute(input): return older.version", TestContext.Current.CancellationToken);
        reply.Body.ShouldNotContain("666");
        return reply.Status == HttpStatusCode.OK ? reply.Answer().Output.GetRawText() : "";
    }

    private static async Task TamperAsync(string data, string name, string text)
    {
        var file = Directory.GetFiles(data, name, SearchOption.AllDirectories).First();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(file, text, Cancellation);
    }

    private static IEnumerable<string> Indexes(ServerProcess server) =>
        Directory.GetDirectories(Path.Combine(server.DataDirectory, "packages")).Where(static folder => File.Exists(Path.Combine(folder, "files"))).Select(static folder => File.ReadAllText(Path.Combine(folder, "files")));

    private int BuildJails() => Fixture.Server.Jails().Sum(static jail => ProcessTable.DescendantsOf(jail.Pid).Count(static process => process.Name == "pip"));
}
