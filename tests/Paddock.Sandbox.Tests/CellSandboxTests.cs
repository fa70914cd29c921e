using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Tests.Cells;
using Paddock.Sandbox.Tests.Cgroups;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests;

/// <summary>Starts that fail; those that succeed need a real jail and belong to tests/Paddock.Conformance.Tests.</summary>
public sealed class CellSandboxTests : IDisposable
{
    private readonly DirectoryInfo _native = Directory.CreateTempSubdirectory("paddock-native-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _native.Delete(recursive: true);

    [Fact]
    public async Task Start_WithoutCgroups_IsRefusedWithTheMendAndTheWayRound()
    {
        await using CellSandbox sandbox = Sandbox(new FakeCgroupFiles());

        (await Should.ThrowAsync<SandboxStartException>(sandbox.StartAsync(Cancellation))).Message.ShouldBe(
            "the layer cgroup is missing: none: no cgroup tree with the memory controller is mounted. Costs: nothing limits a cell's memory, processes and CPU time: one call can take the machine down. "
            + "Mend: sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup. ./paddock doctor looks at everything. To start without this layer all the same, pass --allow-degraded.");
        ShouldNotBeReady(sandbox);
    }

    [Fact]
    public async Task Start_WithoutALauncher_NamesItAndLeavesNothing()
    {
        await using CellSandbox sandbox = Sandbox(V1Files());

        string message = (await Should.ThrowAsync<SandboxStartException>(sandbox.StartAsync(Cancellation))).Message;

        message.ShouldBe($"the python pool cannot start: start {_native.FullName}/paddock-jail: No such file or directory");
        ShouldNotBeReady(sandbox);
    }

    [Fact]
    public async Task Start_WithALauncherThatEndsAtOnce_SaysSoAndSweepsItsGroups()
    {
        File.CreateSymbolicLink(Path.Combine(_native.FullName, "paddock-jail"), "/bin/true");
        FakeCgroupFiles files = V1Files();
        await using CellSandbox sandbox = Sandbox(files);

        (await Should.ThrowAsync<SandboxStartException>(sandbox.StartAsync(Cancellation).Soonest())).Message.ShouldMatch("^the (python|javascript|ruby|php) pool cannot start: ");

        files.Cleaned.ShouldContain("/sys/fs/cgroup/pids");
        files.Removed.ShouldContain(string.Create(null, $"/sys/fs/cgroup/pids/paddock-{Environment.ProcessId}-python-1"));
        files.SteppedBackAfter.ShouldBe([files.Removed.Count], "the server leaves its own group after all others are removed");
        ShouldNotBeReady(sandbox);
    }

    [Fact]
    public async Task Start_GivenUp_KillsALauncherThatDoesNotGo()
    {
        // Its descriptor 3 closes and it does not care, like a launcher that hangs.
        string launcher = Path.Combine(_native.FullName, "paddock-jail");
        string pids = Path.Combine(_native.FullName, "pids");
        await File.WriteAllTextAsync(launcher, $"#!/bin/sh\necho $$ >> {pids}\nexec /bin/sleep 600\n", Cancellation);
        Kernel.MakeExecutable(launcher);
        await using CellSandbox sandbox = Sandbox(V1Files());
        using var giveUp = new CancellationTokenSource();

        Task start = sandbox.StartAsync(giveUp.Token);
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(start.Soonest());
        foreach (string pid in File.Exists(pids) ? await File.ReadAllLinesAsync(pids, Cancellation) : [])
        {
            Directory.Exists($"/proc/{pid}").ShouldBeFalse("the launcher has been reaped");
        }

        ShouldNotBeReady(sandbox);
    }

    [Fact]
    public async Task Run_BeforeTheStart_IsABug()
    {
        await using CellSandbox sandbox = Sandbox(V1Files());
        await Should.ThrowAsync<InvalidOperationException>(sandbox.RunAsync(JobFrameTests.Execution(Language.Python, "", "null"), Cancellation).Soonest());
    }

    [Fact]
    public async Task Run_AfterTheStop_IsBusy()
    {
        await using CellSandbox sandbox = Sandbox(V1Files());
        await Should.ThrowAsync<SandboxStartException>(sandbox.StartAsync(Cancellation));

        SandboxOutcome outcome = await sandbox.RunAsync(JobFrameTests.Execution(Language.Python, "", "null"), Cancellation).Soonest();

        outcome.Ending.ShouldBe(Ending.Busy);
        outcome.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Stop_OfWhatNeverStarted_IsFineTwice()
    {
        await using CellSandbox sandbox = Sandbox(V1Files());
        await sandbox.StoppedAsync(Cancellation);
        await sandbox.DisposeAsync();
        sandbox.Dispose();
    }

    private static FakeCgroupFiles V1Files() => new()
    {
        Files = { ["/proc/self/mountinfo"] = Machines.V1Mounts, ["/proc/self/cgroup"] = Machines.V1Groups },
        Writable = ["/sys/fs/cgroup/memory/process_api/6cedc0e3", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/cpu"],
    };

    private static void ShouldNotBeReady(CellSandbox sandbox)
    {
        SandboxHealth health = sandbox.GetHealth();
        health.Ready.ShouldBeFalse();
        health.Layers.Single(static layer => layer.Name == "seccomp").Active.ShouldBeFalse();
    }

    private CellSandbox Sandbox(FakeCgroupFiles files) => new(
        Options.Create(new SandboxOptions { NativeDirectory = _native.FullName, RuntimesDirectory = _native.FullName }),
        Options.Create(new ExecutionsOptions()),
        NullLoggerFactory.Instance,
        TimeProvider.System,
        new Meters(),
        files,
        new NoEgress(),
        new PackageStore(_native.FullName));

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
