using System.Net;
using Paddock.Runtimes.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Runtimes.Tests.Templates;

/// <summary>The templates of revisions: killed, poisoned, more than there is memory for, deleted.</summary>
public sealed class TemplateTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    private const string Older = "older==1.0";
    private const string Version = "import older\ndef execute(input): return older.version";

    [Fact]
    public async Task Template_Killed_IsReplacedAndLosesNoRequest()
    {
        await using var server = await ServerProcess.StartAsync(Fixture.SettingsOfServer(), Cancellation);
        var runtimes = new RuntimesOn(server);
        var plain = server.Jails().Select(static jail => jail.Pid).ToHashSet();
        var revision = (await runtimes.BuildPythonAsync(Older, Cancellation, "import older")).ShouldHaveSucceeded();

        var jails = server.Jails().Where(jail => !plain.Contains(jail.Pid)).ToList();
        var killed = jails.SelectMany(static jail => ProcessTable.DescendantsOf(jail.Pid)).Where(static process => process.Name != ProcessTable.JailName).ToList();
        killed.ShouldNotBeEmpty("the build has left the template warm");
        killed.ForEach(static process => Signals.TrySend(process.Pid, Signals.Kill));

        for (var i = 0; i < 5; i++)
        {
            (await runtimes.CallAsync(revision, "python", Version, Cancellation)).ShouldBeValid("1");
        }
    }

    [Theory]
    [InlineData("import os\nfor i in range(100): os.write(1, b'FORGED'); os.write(2, b'FORGED')", true)]
    [InlineData("import json, builtins, os, sys\njson.dumps = builtins.open = os._exit = sys.exit = None", true)]
    [InlineData("import os, time\nfor i in range(20):\n  if os.fork() == 0: time.sleep(1000)", false)]
    [InlineData("import os\nos.write(3, b'forged')", false)]
    [InlineData("import os\nos.close(3)", false)]
    [InlineData("import os, sys\nif not hasattr(sys, 'ps1') and os.getpid() != 1: os._exit(0)", false)]
    [InlineData("import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()", false)]
    [InlineData("import mmap, sys\nsys.shared = mmap.mmap(-1, 4096)", false)]
    [InlineData("import mmap, sys\nsys.shared = mmap.mmap(-1, 4096, prot=mmap.PROT_READ)", false)]
    [InlineData("import sys\nsys.hoard = bytearray(600 << 20)", false)]
    public async Task Imports_ThatPoisonTheirTemplate_HurtNobodyElse(string imports, bool canWork)
    {
        var poisoned = await Runtimes.BuildPythonAsync(Older, Cancellation, imports);

        if (poisoned.Status == "succeeded")
        {
            canWork.ShouldBeTrue("a template like that must not serve");
            await Runtimes.TryAsync(poisoned, Version, Cancellation);
        }
        else
        {
            poisoned.ShouldHaveFailed("paddock: ");
        }

        var good = (await Runtimes.BuildPythonAsync(Older, Cancellation, "import older")).ShouldHaveSucceeded();
        (await Runtimes.CallAsync(good, "python", Version, Cancellation)).ShouldBeValid("1");
        (await Fixture.Client.ExecuteAsync(new FunctionCall("python", "def execute(input): return 1"), Cancellation)).ShouldBeValid("1");
        Fixture.Server.Output.Tail().ShouldNotContain("FORGED");
    }

    [Fact]
    public async Task Revisions_BeyondTheMemory_AreAllServedInTurn()
    {
        var settings = Fixture.SettingsOfServer(("Paddock__Sandbox__RevisionMemoryMiB", "64"), ("Paddock__Sandbox__MinReadyRevisions", "1"));
        await using var server = await ServerProcess.StartAsync(settings, Cancellation);
        var runtimes = new RuntimesOn(server);
        var revisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => runtimes.BuildPythonAsync(Older, Cancellation, $"number = {i}")));
        var plain = server.Jails().Count;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            for (var i = 0; i < 16; i++)
            {
                (await runtimes.CallAsync(revisions[((client * 3) + i) % 8].ShouldHaveSucceeded(), "python", Version, Cancellation)).ShouldBeValid("1");
            }
        }));

        server.Jails().Count.ShouldBeLessThan(plain + 8, "some had to go");
    }

    [Fact]
    public async Task Runtime_Deleted_TakesItsRevisionsAndTemplatesWithIt()
    {
        await using var server = await ServerProcess.StartAsync(Fixture.SettingsOfServer(), Cancellation);
        var runtimes = new RuntimesOn(server);
        var before = server.Jails().Count;
        var revision = (await runtimes.BuildPythonAsync(Older, Cancellation)).ShouldHaveSucceeded();
        server.Jails().Count.ShouldBe(before + 1);

        (await server.Client.DeleteAsync($"/v1/runtimes/{revision.RuntimeId}", Cancellation)).Status.ShouldBe(HttpStatusCode.OK);

        (await runtimes.TryAsync(revision, Version, Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5);
        await Eventually.HoldsAsync(() => server.Jails().Count == before, TimeSpan.FromSeconds(15), static () => "the template is still there", Cancellation);
        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        await server.AssertNothingIsLeftAsync(Cancellation);
    }
}
