using System.Text.RegularExpressions;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>What doctor says of this machine, and of this machine with something taken away.</summary>
[Collection(LifecycleSuite.Name)]
public sealed partial class DoctorTests : IDisposable
{
    private static readonly string[] _layers = ["privileges", "namespaces", "root", "seccomp", "landlock", "cgroup", "rlimits", "network"];

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("paddock-conformance-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Not there, and not to be made.</summary>
    private string Data => Path.Combine(_place.FullName, "data");

    private string[] Command => [.. LesserMachine.Doctor, "--data", Data, "--urls", $"http://127.0.0.1:{FreePort.Next()}"];

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Doctor_OnThisMachine_PassesWithALineForEachThing()
    {
        var doctor = await Invocation.RunAsync(Command, Cancellation);

        doctor.ExitCode.ShouldBe(0, doctor.ToString());
        doctor.Error.ShouldBeEmpty();
        var lines = Lines(doctor);
        string[] expected = ["kernel", "uids", .. _layers, "open-files", "memory", "interpreters", "listen", "data"];
        expected.ShouldBeSubsetOf(lines.Keys);
        _layers.ShouldAllBe(layer => lines[layer].StartsWith("ok "), doctor.Output);
        doctor.Output.TrimEnd().Split('\n')[^1].ShouldStartWith("pass: ");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Doctor_WhateverItTries_LeavesNothing()
    {
        var cgroups = Cgroups.All().Where(IsOfADoctor).ToList();

        await Invocation.RunAsync(Command, Cancellation);

        _place.EnumerateFileSystemInfos().ShouldBeEmpty();
        Cgroups.All().Where(IsOfADoctor).Except(cgroups).ShouldBeEmpty();
        ProcessTable.All().Where(process => process.Name == ProcessTable.JailName && (ProcessTable.TryReadText($"/proc/{process.Pid}/cmdline") ?? "").Contains("probe")).ShouldBeEmpty();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Doctor_WithoutCgroups_FailsWithLayerCostAndCommand()
    {
        LesserMachine.NeedsRoot();
        var doctor = await Invocation.RunAsync(LesserMachine.WithoutCgroups(Command), Cancellation);

        doctor.ExitCode.ShouldBe(1, doctor.ToString());
        var line = Lines(doctor)["cgroup"];
        line.ShouldStartWith("MISSING ");
        line.ShouldContain("Costs: nothing limits a cell's memory, processes and CPU time");
        line.ShouldContain("Mend: sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup");
        Lines(doctor)["namespaces"].ShouldStartWith("ok ");
        Lines(doctor)["interpreters"].ShouldStartWith("ok ");
        doctor.Output.ShouldContain("fail: missing cgroup; a server refuses to start, unless --allow-degraded is given\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Doctor_OnAKernelWithoutLandlock_FailsWithLayerCostAndKernel()
    {
        LesserMachine.NeedsRoot();
        var doctor = await Invocation.RunAsync(LesserMachine.WithoutLandlock(Command), Cancellation);

        doctor.ExitCode.ShouldBe(1, doctor.ToString());
        var line = Lines(doctor)["landlock"];
        line.ShouldStartWith("MISSING ");
        line.ShouldContain("Costs: the second wall behind the mounts");
        line.ShouldContain("CONFIG_SECURITY_LANDLOCK=y");
        Lines(doctor)["seccomp"].ShouldStartWith("ok ");
        doctor.Output.ShouldContain("fail: missing landlock;");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Doctor_WithoutUserNamespaces_NamesTheSettingAndThatNoFlagHelps()
    {
        LesserMachine.NeedsRoot();
        var doctor = await Invocation.RunAsync(LesserMachine.WithoutUserNamespaces(Command), Cancellation);

        doctor.ExitCode.ShouldBe(1, doctor.ToString());
        var line = Lines(doctor)["namespaces"];
        line.ShouldStartWith("MISSING ");
        line.ShouldContain("user.max_user_namespaces is 0");
        line.ShouldContain("Required, with --allow-degraded, too. Mend: sudo sysctl -w user.max_user_namespaces=15000");
        Lines(doctor)["interpreters"].ShouldStartWith("untried ");
        doctor.Output.ShouldContain("with --allow-degraded neither\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Doctor_AsAUserWithoutDelegation_FindsTheRestOfTheCageAndNamesTheGroup()
    {
        LesserMachine.NeedsRoot();
        _place.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var doctor = await Invocation.RunAsync(LesserMachine.AsAUser(Command), Cancellation);

        doctor.ExitCode.ShouldBe(1, doctor.ToString());
        var lines = Lines(doctor);
        lines["uids"].ShouldContain("an ordinary user: cells run under uid 64123");
        lines["cgroup"].ShouldStartWith("MISSING ");
        lines["cgroup"].ShouldContain(" is not writable. Costs: ");
        _layers.Except(["cgroup"]).ShouldAllBe(layer => lines[layer].StartsWith("ok "), doctor.Output);
    }

    public void Dispose() => _place.Delete(recursive: true);

    /// <summary>Every line but the verdict, by name. Each has to be of the one form, without colours.</summary>
    private static Dictionary<string, string> Lines(Invocation doctor)
    {
        doctor.Output.ShouldNotContain("\u001b");
        var lines = doctor.Output.TrimEnd().Split('\n')[..^1];
        lines.ShouldAllBe(line => Form().IsMatch(line), doctor.ToString());
        return lines.ToDictionary(line => Form().Match(line).Groups[1].Value);
    }

    private static bool IsOfADoctor(string group) => group.EndsWith("-doctor", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:ok|weak|MISSING|untried) +([a-z-]+) +\S.*$")]
    private static partial Regex Form();
}
