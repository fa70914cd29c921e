using System.Text;
using Paddock.Runtimes.Tests.Hosting;
using Paddock.Runtimes.Tests.Index;
using Paddock.TestKit.Hosting;

namespace Paddock.Runtimes.Tests.Builds;

/// <summary>Packages that attack the server that builds them.</summary>
public sealed class HostileTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    [Fact]
    public async Task Setup_ThatLooksAround_SeesNothingOfTheHostAndNoCredentials()
    {
        // pip shows what a setup.py prints only when it fails
        Fixture.Index.Add(Archive.Source("telltale", "1.0", TestPackages.Curious + "\nraise SystemExit('telltale has seen enough')\n"));
        var failed = (await Runtimes.BuildPythonAsync("telltale", Cancellation)).ShouldHaveFailed("telltale has seen enough");
        failed.Log.ShouldContain("curious: environment");
        failed.Log.ShouldContain("curious: index b'<a href=", Case.Sensitive, "the way to the index is open, credentials and all, without them being seen");
        failed.Log.ShouldNotContain("OPEN", Case.Sensitive, failed.Log);
        failed.Log.ShouldNotContain(IndexServer.Password);
        failed.Log.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{IndexServer.User}:{IndexServer.Password}")));
    }

    [Fact]
    public async Task Setup_ThatForgesTheStream_ChangesNothingOutsideItsOwnPackages()
    {
        var revision = await Runtimes.BuildPythonAsync("liar", Cancellation);
        Directory.GetFiles(Fixture.Server.DataDirectory, "evil*", SearchOption.AllDirectories).ShouldBeEmpty();
        File.Exists("/evil1").ShouldBeFalse();
        if (revision.Status == "succeeded")
        {
            var answer = await Runtimes.CallAsync(revision, "python", "import os\ndef execute(input): return sorted(os.listdir('/opt/packages'))", Cancellation);
            answer.Output.GetRawText().ShouldBe("""["__pycache__","liar-1.0.dist-info","liar.py"]""", answer.ToString());
        }
        else
        {
            revision.ShouldHaveFailed("path is not allowed");
        }
    }

    [Fact]
    public async Task Limits_OfABuild_EndItAndAreNamed()
    {
        var settings = Fixture.SettingsOfServer(("Runtimes__BuildMemoryMiB", "256"), ("Runtimes__MaxPackagesMiB", "8"), ("Runtimes__MaxPackageFiles", "200"), ("Runtimes__BuildTimeoutSeconds", "15"));
        await using var server = await ServerProcess.StartAsync(settings, Cancellation);
        var runtimes = new RuntimesOn(server);
        var writer = runtimes.BuildPythonAsync("writer", Cancellation);
        var hungry = runtimes.BuildPythonAsync("hungry", Cancellation);
        var bulky = runtimes.BuildPythonAsync("bulky", Cancellation);
        var scattered = runtimes.BuildPythonAsync("scattered", Cancellation);
        var endless = runtimes.BuildPythonAsync("endless", Cancellation);
        var forker = runtimes.BuildPythonAsync("forker", Cancellation);
        (await writer).ShouldHaveFailed("Runtimes__BuildMemoryMiB");
        (await hungry).ShouldHaveFailed("more than 256 MiB", "Runtimes__BuildMemoryMiB");
        (await bulky).ShouldHaveFailed("more than 8 MiB", "Runtimes__MaxPackagesMiB");
        (await scattered).ShouldHaveFailed("more than 200 files", "Runtimes__MaxPackageFiles");
        (await endless).ShouldHaveFailed("longer than 15 s", "Runtimes__BuildTimeoutSeconds");
        (await forker).ShouldHaveFailed("Runtimes__Build");
        (await runtimes.BuildPythonAsync("six", Cancellation)).ShouldHaveSucceeded();
        Directory.GetDirectories(Path.Combine(server.DataDirectory, "packages")).ShouldHaveSingleItem();
        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        await server.AssertNothingIsLeftAsync(Cancellation);
    }
}
