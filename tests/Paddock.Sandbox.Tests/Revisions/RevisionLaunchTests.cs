using System.Text.Json;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Revisions;

namespace Paddock.Sandbox.Tests.Revisions;

public sealed class RevisionLaunchTests
{
    private static readonly JailSpec s_plain = new()
    {
        Name = "plain", Program = RuntimeProgram.Of(PoolKind.Python), Runtime = "python", UidOffset = 17, MemoryBytes = 1, MaxProcesses = 2, ScratchBytes = 3, ScratchFiles = 4,
    };

    [Fact]
    public void Python_FindsItsPackagesAndWhatToImport()
    {
        const string Imports = "import pandas as pd\nname = \"Grüße 😀 \\u0041\"\n";
        PackageSet packages = Packages(RuntimeLanguage.Python) with { Imports = Imports, Preloads = "numpy\npandas\n" };

        JailSpec spec = RevisionLaunch.Of(packages, s_plain, "/data/k/packages");

        spec.Binds.ShouldBe([("/data/k/packages", "/opt/packages")]);
        spec.IsMute.ShouldBeTrue("what a user's imports print is no line of the server's log");
        spec.Environment.ShouldContain("PYTHONPATH=/opt/packages");
        (string target, string contents) = spec.Files.Single();
        target.ShouldBe("/opt/paddock/preload.json");
        using var json = JsonDocument.Parse(contents);
        json.RootElement.GetProperty("imports").GetString().ShouldBe(Imports);
        json.RootElement.GetProperty("preloads").EnumerateArray().Select(static name => name.GetString()).ShouldBe(["numpy", "pandas"]);
    }

    [Fact]
    public void JavaScript_FindsItsPackages()
    {
        JailSpec spec = RevisionLaunch.Of(Packages(RuntimeLanguage.JavaScript), s_plain, "/data/k/packages");

        spec.Binds.ShouldBe([("/data/k/packages", "/node_modules")]);
        spec.Files.ShouldBeEmpty();
        (spec.UidOffset, spec.MemoryBytes, spec.MaxProcesses).ShouldBe((17, 1, 2), "all else is as on the plain runtime");
    }

    private static PackageSet Packages(RuntimeLanguage language) => new() { RevisionId = "r", Language = language, Key = "k", Digest = "d" };
}
