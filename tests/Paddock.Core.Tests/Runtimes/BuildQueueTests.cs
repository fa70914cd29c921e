using Paddock.Contracts.Runtimes;
using Paddock.Core.Grants;
using Paddock.Core.Runtimes;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Runtimes;

public sealed class BuildQueueTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Revision_ThatIsAskedFor_IsBuiltTriedAndSucceeds()
    {
        await using BuildWorld world = await new BuildWorld(options: new RuntimesOptions { PythonIndexUrl = "https://u:hunter22-long@pip.example/simple" }).StartAsync();
        world.Egress.Notes = ["pip.example answered 404"];
        world.Builder.OnBuild = static (order, log, _) =>
        {
            log("Collecting a==1 from https://u:hunter22-long@pip.example/simple\n");
            return Task.FromResult(FakePackageBuilder.Built(order));
        };
        Runtime runtime = await world.CreateAsync(imports: "import a");
        (runtime.Status, runtime.Engine, runtime.AdditionalPythonImports).ShouldBe(("pending", "microvm", "import a"));

        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);

        StoredRevision revision = world.Store[runtime.RevisionId];
        BuildOrder order = world.Builder.Orders.Single();
        (order.Index.ToString(), order.Lock, order.Manifest).ShouldBe(("https://pip.example/simple", null, "a==1"));
        order.Limits.ShouldBe(new BuildLimits(TimeSpan.FromSeconds(600), 3072L << 20, 1024L << 20, 100_000));
        (revision.Attempts, revision.Preloads, revision.Packages!.Key).ShouldBe((1, "pandas", order.Key));
        PackageSet trial = world.Builder.Trials.Single();
        (trial.RevisionId, trial.Imports, trial.Preloads, trial.Digest).ShouldBe((revision.Id, "import a", "", revision.Packages.Digest));
        FakeGrant grant = world.Egress.Opened.Single();
        (grant.Id, grant.IsClosed, grant.Hosts.Single().IsOperators).ShouldBe((revision.Id, true, true));
        grant.Hosts[0].Credential.ShouldBeOfType<BasicCredential>();
        revision.BuildLog.ShouldBe(
            """
            paddock: for cpython-3.11.2-x86_64, attempt 1 of 3
            paddock: building from https://pip.example/simple
            Collecting a==1 from https://***@pip.example/simple
            paddock: pip.example answered 404
            paddock: executing additional_python_imports in a cell
            paddock: succeeded

            """);
        Revision shown = await world.ReadAsync(runtime);
        (shown.Status, shown.BuildLog, shown.LockFile!.Contents).ShouldBe(("succeeded", revision.BuildLog, "lock of a==1"));
        world.Builder.Forgotten.ShouldBeEmpty();
    }

    [Fact]
    public async Task Build_ThatFails_SaysWhyAtTheEndOfItsLog()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        world.Builder.OnBuild = static (_, log, _) =>
        {
            log("ERROR: No matching distribution found for a==1");
            return Task.FromResult(new BuildOutcome("pip could not install the packages"));
        };
        Runtime runtime = await world.CreateAsync();
        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Failed);
        Revision shown = await world.ReadAsync(runtime);
        shown.BuildLog!.ShouldEndWith("ERROR: No matching distribution found for a==1\npaddock: pip could not install the packages\n");
        (shown.LockFile, world.Builder.Trials.Count).ShouldBe((null, 0));
    }

    [Fact]
    public async Task Imports_ThatFail_AreABuildFailureWithTheirTraceback()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        world.Builder.OnTry = static (_, log, _) =>
        {
            log("ModuleNotFoundError: No module named 'b'\n");
            return Task.FromResult(new BuildOutcome("the imports failed"));
        };
        Runtime runtime = await world.CreateAsync(imports: "import b");
        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Failed);
        world.Store[runtime.RevisionId].BuildLog.ShouldEndWith("No module named 'b'\npaddock: the imports failed\n");
        world.Builder.Forgotten.ShouldBe([runtime.RevisionId]);
    }

    [Fact]
    public async Task Log_OfABuild_IsThereWhileItBuilds()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Builder.OnBuild = async (order, log, _) =>
        {
            log("Downloading a-1");
            said.SetResult();
            await go.Task;
            return FakePackageBuilder.Built(order);
        };
        Runtime runtime = await world.CreateAsync();
        await said.Task.WaitAsync(_minute, TestContext.Current.CancellationToken);
        Revision shown = await world.ReadAsync(runtime);
        (shown.Status, shown.BuildLog!.EndsWith("Downloading a-1", StringComparison.Ordinal)).ShouldBe(("building", true));
        go.SetResult();
        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);
    }

    [Fact]
    public async Task Builds_InTheQueue_RunInOrderAndNotMoreThanThereMayBe()
    {
        await using BuildWorld world = await new BuildWorld(workers: 2).StartAsync();
        SemaphoreSlim go = new(0);
        world.Builder.OnBuild = async (order, _, token) =>
        {
            await go.WaitAsync(token);
            return FakePackageBuilder.Built(order);
        };
        List<Runtime> runtimes = [];
        for (int i = 0; i < 4; i++)
        {
            runtimes.Add(await world.CreateAsync($"a=={i}"));
        }

        string[] first = [(await world.Builder.NextAsync()).Manifest, (await world.Builder.NextAsync()).Manifest];
        first.Order().ShouldBe(["a==0", "a==1"]);
        world.Builder.Orders.Count.ShouldBe(2);
        go.Release();
        (await world.Builder.NextAsync()).Manifest.ShouldBe("a==2");
        go.Release(3);
        await world.Store.UntilAsync(runtimes[3].RevisionId, RevisionStatus.Succeeded);
    }

    [Fact]
    public async Task Project_WithFewerBuildsUnderWay_IsFirst()
    {
        await using BuildWorld world = await new BuildWorld(workers: 2).StartAsync();
        world.Builder.OnBuild = static async (order, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return FakePackageBuilder.Built(order);
        };
        Runtime first = await world.CreateAsync("a==1");
        (await world.Builder.NextAsync()).Manifest.ShouldBe("a==1");
        await world.CreateAsync("a==2");
        (await world.Builder.NextAsync()).Manifest.ShouldBe("a==2");
        await world.CreateAsync("a==3");
        await world.CreateAsync("b==1", caller: BuildWorld.Stranger);
        (await world.Builder.NextAsync()).Manifest.ShouldBe("b==1", "one project with builds that never end keeps no other from building");
        await world.CreateAsync("b==2", caller: BuildWorld.Stranger);
        (await world.CancelAsync(first)).Value!.Status.ShouldBe("cancelled");
        world.Builder.Orders.Count.ShouldBe(3, "two at a time, now that both projects have one");
    }

    [Fact]
    public async Task Manifests_ThatAreIdentical_ShareOneBuild()
    {
        await using BuildWorld world = await new BuildWorld(workers: 4).StartAsync();
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Builder.OnBuild = async (order, _, token) =>
        {
            await go.Task.WaitAsync(token);
            return FakePackageBuilder.Built(order);
        };
        Runtime first = await world.CreateAsync();
        await world.Builder.NextAsync();
        Runtime second = await world.CreateAsync(imports: "import a", caller: BuildWorld.Stranger);
        Runtime other = await world.CreateAsync("b==1");
        (await world.Builder.NextAsync()).Manifest.ShouldBe("b==1");
        world.Store[second.RevisionId].Status.ShouldBe(RevisionStatus.Pending);
        go.SetResult();
        foreach (Runtime runtime in (Runtime[])[first, second, other])
        {
            await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);
        }

        world.Builder.Orders.Count.ShouldBe(2);
        world.Builder.Trials.Count.ShouldBe(3);
        world.Store[second.RevisionId].Packages.ShouldBe(world.Store[first.RevisionId].Packages);
        world.Store[second.RevisionId].BuildLog.ShouldContain("an identical manifest was built before: its packages are used");

        Runtime later = await world.CreateAsync();
        await world.Store.UntilAsync(later.RevisionId, RevisionStatus.Succeeded);
        world.Builder.Orders.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Packages_OfARevisionWhoseImportsFail_ServeThoseThatWait()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Builder.OnTry = async (packages, _, token) =>
        {
            await go.Task.WaitAsync(token);
            return packages.Imports.Length > 0 ? new BuildOutcome("no") : new BuildOutcome(null);
        };
        Runtime first = await world.CreateAsync(imports: "import b");
        await world.Builder.NextAsync();
        Runtime second = await world.CreateAsync();
        go.SetResult();
        await world.Store.UntilAsync(first.RevisionId, RevisionStatus.Failed);
        await world.Store.UntilAsync(second.RevisionId, RevisionStatus.Succeeded);
        world.Builder.Orders.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Packages_ThatAreNotHereAnyMore_AreBuiltAgain()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        Runtime first = await world.CreateAsync();
        await world.Store.UntilAsync(first.RevisionId, RevisionStatus.Succeeded);
        world.Builder.Held.Clear();
        Runtime second = await world.CreateAsync();
        await world.Store.UntilAsync(second.RevisionId, RevisionStatus.Succeeded);
        world.Builder.Orders.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_OfOurs_IsTriedAgainUpToTheLimit(bool throws)
    {
        await using BuildWorld world = await new BuildWorld(options: new RuntimesOptions { MaxAttempts = 2 }).StartAsync();
        world.Builder.OnBuild = (_, _, _) => throws ? throw new IOException("disk") : Task.FromResult(new BuildOutcome("the disk is full", IsOurs: true));
        Runtime runtime = await world.CreateAsync();
        await world.Builder.NextAsync();
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.Builder.NextAsync();
        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Failed);
        StoredRevision revision = world.Store[runtime.RevisionId];
        (revision.Attempts, world.Builder.Orders.Count).ShouldBe((2, 2));
        revision.BuildLog.ShouldStartWith("paddock: for cpython-3.11.2-x86_64, attempt 2 of 2\n");
        revision.BuildLog.ShouldEndWith("paddock: given up after 2 attempts, which Runtimes__MaxAttempts allows; make a new revision once the server is mended\n");
        world.Logs.Lines.Count(static line => line.Id == 1402).ShouldBe(2);
    }

    [Fact]
    public async Task Storage_ThatFailsForAWhile_LosesNothing()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        await SweptAsync(world);
        world.Builder.OnBuild = (order, _, _) =>
        {
            world.Store.Failures = 3;
            return Task.FromResult(FakePackageBuilder.Built(order));
        };
        Runtime runtime = await world.CreateAsync();
        for (int i = 0; i < 3; i++)
        {
            await world.PassAsync(_minute);
        }

        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);
        (world.Builder.Orders.Count, world.Store[runtime.RevisionId].Attempts).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Revision_ThatTheStorageTookWithoutSayingSo_IsBuilt()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        await SweptAsync(world);
        Runtime before = await world.CreateAsync("b==1");
        await world.Store.UntilAsync(before.RevisionId, RevisionStatus.Succeeded);
        await world.Builder.NextAsync();
        (world.Store.Failures, world.Store.FailsTooLate) = (1, true);
        await Should.ThrowAsync<StorageException>(() => world.CreateAsync());
        (await world.Builder.NextAsync()).Manifest.ShouldBe("a==1");
    }

    [Fact]
    public async Task Storage_ThatTakesEveryWordTooLate_LosesNothing()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        await SweptAsync(world);
        world.Store.FailsTooLate = true;
        world.Store.BeforeFind = () =>
        {
            // The search, and the word that it is being built.
            world.Store.Failures = 2;
            return Task.CompletedTask;
        };
        Runtime runtime = await world.CreateAsync();
        await world.PassAsync(_minute);
        await world.PassAsync(_minute);
        await world.Store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);
        (world.Builder.Orders.Count, world.Store[runtime.RevisionId].Attempts).ShouldBe((1, 1));
    }

    /// <summary>The sweep at start asks the storage, too.</summary>
    private static async Task SweptAsync(BuildWorld world) => (await world.Builder.Swept.WaitAsync(_minute, TestContext.Current.CancellationToken)).ShouldBeTrue();
}
