using Paddock.Core.Runtimes;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="IRuntimeStore"/> promises about the builds of revisions.</summary>
public abstract class RevisionStoreContract : StoreContract
{
    private IRuntimeStore Store => Stores.Runtimes;

    [Fact]
    public async Task TryUpdate_FromItsStatus_StoresWhatTheBuildMadeAndNothingElse()
    {
        StoredRevision revision = await AddAsync();
        StoredRevision built = revision with { Status = RevisionStatus.Succeeded, Attempts = 3, BuildLog = Some.Text, Packages = Some.Packages() with { Lock = Some.Text }, Preloads = "a\nb" };
        StoredRevision given = built with { Manifest = "other", ManifestName = "package.json", Imports = "import x", CreatedAt = Some.Time.AddDays(9), Language = RuntimeLanguage.JavaScript };

        (await Store.TryUpdateRevisionAsync(RevisionStatus.Pending, given, Cancellation)).ShouldBeTrue();
        (await Store.FindRevisionAsync(ProjectId, revision.Id, Cancellation)).ShouldBe(built);
    }

    [Theory]
    [InlineData(RevisionStatus.Pending)]
    [InlineData(RevisionStatus.Building)]
    [InlineData(RevisionStatus.Succeeded)]
    [InlineData(RevisionStatus.Failed)]
    [InlineData(RevisionStatus.Cancelled)]
    public async Task TryUpdate_FromAStatus_NeedsThatOne(RevisionStatus status)
    {
        StoredRevision revision = await AddAsync(status);
        foreach (RevisionStatus former in Enum.GetValues<RevisionStatus>().Where(former => former != status))
        {
            (await Store.TryUpdateRevisionAsync(former, revision with { Status = former, BuildLog = "lost" }, Cancellation)).ShouldBeFalse();
        }

        (await Store.FindRevisionAsync(ProjectId, revision.Id, Cancellation)).ShouldBe(revision);
        StoredRevision next = revision with { BuildLog = "more" };
        (await Store.TryUpdateRevisionAsync(status, next, Cancellation)).ShouldBeTrue();
        (await Store.FindRevisionAsync(ProjectId, revision.Id, Cancellation)).ShouldBe(next);
    }

    [Fact]
    public async Task TryUpdate_ManyAtOnceInTwoProcesses_ExactlyOneWins()
    {
        await using TestStores other = OpenAnother();
        StoredRevision revision = await AddAsync();
        StoredRevision bystander = await AddAsync();
        StoredRevision[] updates = [.. Enumerable.Range(1, 20).Select(i => revision with { Status = RevisionStatus.Building, Attempts = i })];

        bool[] won = await Task.WhenAll(updates.Select((update, i) => Task.Run(
            () => (i % 2 == 0 ? Stores : other).Runtimes.TryUpdateRevisionAsync(RevisionStatus.Pending, update, Cancellation).AsTask())));

        won.Count(static it => it).ShouldBe(1);
        (await Store.FindRevisionAsync(ProjectId, revision.Id, Cancellation)).ShouldBe(updates[Array.IndexOf(won, true)]);
        (await Store.FindRevisionAsync(ProjectId, bystander.Id, Cancellation)).ShouldBe(bystander);
    }

    [Fact]
    public async Task TryUpdate_OfALongLog_StoresIt()
    {
        StoredRevision revision = await AddAsync() with { BuildLog = string.Concat(Enumerable.Repeat("😀\0", 1_000_000)) };
        (await Store.TryUpdateRevisionAsync(RevisionStatus.Pending, revision, Cancellation)).ShouldBeTrue();
        (await Store.FindRevisionAsync(ProjectId, revision.Id, Cancellation)).ShouldBe(revision);
    }

    [Fact]
    public async Task ListByStatus_OfAllProjects_GivesThoseWholeOldestFirst()
    {
        StoredRevision third = await AddAsync(RevisionStatus.Building, 30);
        StoredRevision first = await AddAsync(RevisionStatus.Building, 10, OtherProjectId);
        StoredRevision second = await AddAsync(RevisionStatus.Building, 20);
        StoredRevision pending = await AddAsync(milliseconds: 5);
        StoredRevision whole = second with { BuildLog = "log", Packages = Some.Packages(), Preloads = "a" };
        (await Store.TryUpdateRevisionAsync(RevisionStatus.Building, whole, Cancellation)).ShouldBeTrue();

        (await Store.ListByStatusAsync(RevisionStatus.Building, Cancellation)).ShouldBe(
            [new ProjectRevision(OtherProjectId, first), new ProjectRevision(ProjectId, whole), new ProjectRevision(ProjectId, third)]);
        (await Store.ListByStatusAsync(RevisionStatus.Pending, Cancellation)).ShouldBe([new ProjectRevision(ProjectId, pending)]);
        (await Store.ListByStatusAsync(RevisionStatus.Failed, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindPackages_OfSeveralBuilds_GivesThoseThatSucceededLast()
    {
        string key = Some.Hash();
        StoredRevision older = await AddAsync(projectId: OtherProjectId);
        StoredRevision newer = await AddAsync(milliseconds: 1);
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBeNull();

        BuiltPackages first = await SucceedAsync(newer, RevisionStatus.Pending, key);
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBe(first);
        await SucceedAsync(await AddAsync(milliseconds: 2), RevisionStatus.Pending, Some.Hash());
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBe(first);

        // By when they succeeded, not by when they were asked for.
        BuiltPackages second = await SucceedAsync(older, RevisionStatus.Pending, key);
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBe(second);
    }

    [Fact]
    public async Task FindPackages_OfARebuild_GivesTheFormerOnesUntilItSucceeds()
    {
        string key = Some.Hash();
        StoredRevision revision = await AddAsync();
        StoredRevision other = await AddAsync(milliseconds: 1);
        BuiltPackages first = await SucceedAsync(revision, RevisionStatus.Pending, key);
        BuiltPackages second = await SucceedAsync(other, RevisionStatus.Pending, key);

        StoredRevision again = revision with { Status = RevisionStatus.Pending, Packages = first };
        (await Store.TryUpdateRevisionAsync(RevisionStatus.Succeeded, again, Cancellation)).ShouldBeTrue();
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBe(second);

        BuiltPackages third = await SucceedAsync(again, RevisionStatus.Pending, key);
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBe(third);
    }

    [Fact]
    public async Task FindPackages_OfARevisionThatLostThemOrIsGone_GivesThoseOfAnother()
    {
        string key = Some.Hash();
        StoredRevision revision = await AddAsync();
        StoredRevision other = await AddAsync(milliseconds: 1);
        BuiltPackages first = await SucceedAsync(revision, RevisionStatus.Pending, key);
        await SucceedAsync(other, RevisionStatus.Pending, key);

        (await Store.TryUpdateRevisionAsync(RevisionStatus.Succeeded, other with { Status = RevisionStatus.Failed }, Cancellation)).ShouldBeTrue();
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBe(first);
        (await Store.DeleteAsync(ProjectId, revision.RuntimeId, Cancellation)).ShouldBeTrue();
        (await Store.FindPackagesAsync(key, Cancellation)).ShouldBeNull();
    }

    /// <summary>The first revision of a runtime of its own.</summary>
    private async Task<StoredRevision> AddAsync(RevisionStatus status = RevisionStatus.Pending, int milliseconds = 0, string? projectId = null)
    {
        StoredRuntime runtime = Some.Runtime(milliseconds: milliseconds);
        runtime = runtime with { Newest = runtime.Newest with { Status = status } };
        await Store.AddAsync(projectId ?? ProjectId, runtime, Cancellation);
        return runtime.Newest;
    }

    private async Task<BuiltPackages> SucceedAsync(StoredRevision revision, RevisionStatus former, string key)
    {
        BuiltPackages packages = Some.Packages(key);
        (await Store.TryUpdateRevisionAsync(former, revision with { Status = RevisionStatus.Succeeded, Packages = packages }, Cancellation)).ShouldBeTrue();
        return packages;
    }
}
