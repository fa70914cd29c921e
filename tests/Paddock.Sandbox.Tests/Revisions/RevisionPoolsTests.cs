using Paddock.Core.Executions;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Revisions;

public sealed class RevisionPoolsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Revision_UsedAgain_KeepsItsPool()
    {
        await using var bench = new RevisionBench(1024);

        for (int i = 0; i < 3; i++)
        {
            (await bench.RunAsync("a", Cancellation).Soonest()).Ending.ShouldBe(Ending.Exited);
        }

        bench.Started.ShouldBe(["a"]);
        bench.Pools.Health.ShouldBe(new PoolHealth("revisions", 2, 1, 3));
    }

    [Fact]
    public async Task Revision_UsedByManyAtOnce_IsStartedOnce()
    {
        await using var bench = new RevisionBench(1024);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => bench.RunAsync("a", Cancellation))).Soonest();

        bench.Started.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Budget_Full_SendsAwayTheOneUsedTheLongestAgo()
    {
        await using var bench = new RevisionBench(3 * 64);
        foreach (string revision in (string[])["a", "b", "c", "a", "d"])
        {
            await bench.RunAsync(revision, Cancellation).Soonest();
        }

        bench.Alive.ShouldBe(["a", "c", "d"]);
    }

    [Fact]
    public async Task FiftyRevisions_RoundRobin_AreAllAnsweredWithinTheBudget()
    {
        await using var bench = new RevisionBench(5 * 64);
        string[] revisions = [.. Enumerable.Range(0, 50).Select(static i => $"r{i:d2}")];

        for (int round = 0; round < 3; round++)
        {
            foreach (string revision in revisions)
            {
                (await bench.RunAsync(revision, Cancellation).Soonest()).Ending.ShouldBe(Ending.Exited);
            }
        }

        bench.Started.Count.ShouldBe(150);
        bench.Peak.ShouldBeLessThanOrEqualTo(5 * 64);
    }

    [Fact]
    public async Task FiftyRevisions_ByEightClients_AreAllAnsweredWithinTheBudget()
    {
        await using var bench = new RevisionBench(3 * 64);

        SandboxOutcome[][] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            List<SandboxOutcome> all = [];
            for (int i = 0; i < 100; i++)
            {
                all.Add(await bench.RunAsync($"r{(client + (i * 7)) % 50}", Cancellation));
            }

            return all.ToArray();
        }))).Soonest();

        outcomes.SelectMany(static all => all).ShouldAllBe(static outcome => outcome.Ending == Ending.Exited);
        bench.Peak.ShouldBeLessThanOrEqualTo(3 * 64);
    }

    [Fact]
    public async Task Newcomer_WhileAllOthersRun_WaitsForThem()
    {
        await using var bench = new RevisionBench(64);
        await bench.RunAsync("a", Cancellation).Soonest();
        TaskCompletionSource hold = bench["a"].Hold = new TaskCompletionSource();
        Task<SandboxOutcome> running = bench.RunAsync("a", Cancellation);

        Task<SandboxOutcome> newcomer = bench.RunAsync("b", Cancellation);
        newcomer.IsCompleted.ShouldBeFalse();
        bench.Pools.Health!.Queued.ShouldBe(3 + 1, "those of the pool and the one that has none");
        hold.SetResult();

        (await running.Soonest()).Ending.ShouldBe(Ending.Exited);
        (await newcomer.Soonest()).Ending.ShouldBe(Ending.Exited);
        bench.Alive.ShouldBe(["b"]);
    }

    [Fact]
    public async Task Newcomer_ThatWaitsTooLong_IsToldToComeAgain()
    {
        await using var bench = new RevisionBench(64);
        await bench.RunAsync("a", Cancellation).Soonest();
        bench["a"].Hold = new TaskCompletionSource();
        using var hangUp = new CancellationTokenSource();
        Task<SandboxOutcome> running = bench.RunAsync("a", hangUp.Token);
        Task<SandboxOutcome> newcomer = bench.RunAsync("b", Cancellation);

        bench.Time.Advance(TimeSpan.FromSeconds(31));

        SandboxOutcome outcome = await newcomer.Soonest();
        outcome.Ending.ShouldBe(Ending.Busy);
        outcome.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running.Soonest());
    }

    [Fact]
    public async Task Newcomer_BeyondTheQueue_IsToldAtOnce()
    {
        await using var bench = new RevisionBench(64, maxQueue: 0);
        await bench.RunAsync("a", Cancellation).Soonest();
        TaskCompletionSource hold = bench["a"].Hold = new TaskCompletionSource();
        Task<SandboxOutcome> running = bench.RunAsync("a", Cancellation);

        (await bench.RunAsync("b", Cancellation).Soonest()).Ending.ShouldBe(Ending.Busy);

        hold.SetResult();
        await running.Soonest();
    }

    [Fact]
    public async Task Newcomer_WhoseCallerHangsUp_LeavesTheQueue()
    {
        await using var bench = new RevisionBench(64);
        await bench.RunAsync("a", Cancellation).Soonest();
        TaskCompletionSource hold = bench["a"].Hold = new TaskCompletionSource();
        Task<SandboxOutcome> running = bench.RunAsync("a", Cancellation);
        using var hangUp = new CancellationTokenSource();
        Task<SandboxOutcome> newcomer = bench.RunAsync("b", hangUp.Token);

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(newcomer.Soonest());
        bench.Pools.Health!.Queued.ShouldBe(3);
        hold.SetResult();
        await running.Soonest();
        bench.Started.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Revision_LargerThanTheBudget_RunsAlone()
    {
        await using var bench = new RevisionBench(64);
        bench.Sizes["large"] = 500;
        await bench.RunAsync("large", Cancellation).Soonest();
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        bench.Alive.ShouldBe(["large"]);

        await bench.RunAsync("b", Cancellation).Soonest();
        bench.Alive.ShouldBe(["b"]);
        await bench.RunAsync("large", Cancellation).Soonest();

        bench.Alive.ShouldBe(["large"]);
    }

    [Fact]
    public async Task Revisions_ThatGrow_MakeOthersGo()
    {
        await using var bench = new RevisionBench(4 * 64);
        bench.Sizes["b"] = 200;
        await bench.RunAsync("a", Cancellation).Soonest();
        await bench.RunAsync("b", Cancellation).Soonest();
        await bench.RunAsync("c", Cancellation).Soonest();

        bench.Time.Advance(TimeSpan.FromSeconds(1));

        bench.Alive.ShouldBe(["c"], "a went first, and b with c would still be too much");
    }

    [Fact]
    public async Task Pools_BeyondTheMost_GoThoughThereIsMemory()
    {
        await using var bench = new RevisionBench(10_000, maxPools: 2);
        foreach (string revision in (string[])["a", "b", "c"])
        {
            await bench.RunAsync(revision, Cancellation).Soonest();
        }

        bench.Alive.ShouldBe(["b", "c"]);
    }

    [Fact]
    public async Task Pool_ThatDoesNotStart_IsAFaultAndTriedAgainTheNextTime()
    {
        await using var bench = new RevisionBench(1024);
        bench.StartFailure = "its template ended";

        SandboxOutcome outcome = await bench.RunAsync("a", Cancellation).Soonest();

        outcome.Ending.ShouldBe(Ending.SandboxFailed);
        outcome.Fault!.ShouldContain("its template ended");
        bench.StartFailure = null;
        (await bench.RunAsync("a", Cancellation).Soonest()).Ending.ShouldBe(Ending.Exited);
    }

    [Fact]
    public async Task Pool_ThatBreaksUnforeseenAtItsStart_IsAFaultAndTriedAgainTheNextTime()
    {
        await using var bench = new RevisionBench(1024) { StartFault = new InvalidDataException("an index of nonsense") };

        SandboxOutcome outcome = await bench.RunAsync("a", Cancellation).Soonest();

        outcome.Ending.ShouldBe(Ending.SandboxFailed);
        outcome.Fault!.ShouldContain("an index of nonsense");
        bench.StartFault = null;
        (await bench.RunAsync("a", Cancellation).Soonest()).Ending.ShouldBe(Ending.Exited);
    }

    [Fact]
    public async Task Forgotten_WhileItRuns_GoesWithTheLastJob()
    {
        await using var bench = new RevisionBench(1024);
        await bench.RunAsync("a", Cancellation).Soonest();
        TaskCompletionSource hold = bench["a"].Hold = new TaskCompletionSource();
        Task<SandboxOutcome> running = bench.RunAsync("a", Cancellation);

        bench.Pools.Forget("a");
        bench.Alive.ShouldBe(["a"]);
        hold.SetResult();

        (await running.Soonest()).Ending.ShouldBe(Ending.Exited);
        bench.Alive.ShouldBeEmpty();
    }

    [Fact]
    public async Task Warm_AnswersNullAndLeavesThePoolWarm()
    {
        await using var bench = new RevisionBench(1024);

        (await bench.Pools.WarmAsync(RevisionBench.Packages("a"), Cancellation).Soonest()).ShouldBeNull();

        bench.Alive.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Warm_OfABrokenTemplate_SaysWhyAndLeavesNothing()
    {
        await using var bench = new RevisionBench(1024) { StartFailure = "its template ended" };

        (await bench.Pools.WarmAsync(RevisionBench.Packages("a"), Cancellation).Soonest())!.ShouldContain("its template ended");

        bench.Alive.ShouldBeEmpty();
        bench.Pools.Health.ShouldBeNull();
    }

    [Fact]
    public async Task Stop_EndsAllPoolsAndTakesNoMore()
    {
        var bench = new RevisionBench(1024);
        await bench.RunAsync("a", Cancellation).Soonest();
        await bench.RunAsync("b", Cancellation).Soonest();

        await bench.DisposeAsync();

        bench.Alive.ShouldBeEmpty();
        (await bench.RunAsync("a", Cancellation).Soonest()).Ending.ShouldBe(Ending.Busy);
    }
}
