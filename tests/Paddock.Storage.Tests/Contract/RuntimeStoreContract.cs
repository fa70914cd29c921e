using Paddock.Core.Paging;
using Paddock.Core.Runtimes;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="IRuntimeStore"/> promises about runtimes.</summary>
public abstract class RuntimeStoreContract : StoreContract
{
    private IRuntimeStore Store => Stores.Runtimes;

    [Theory]
    [InlineData(RuntimeLanguage.Python)]
    [InlineData(RuntimeLanguage.JavaScript)]
    public async Task Find_Added_GivesAllThatWasStored(RuntimeLanguage language)
    {
        StoredRuntime runtime = Some.Runtime() with { Name = Some.Text, Engine = "v8", Language = language, CreatedAt = Some.Time.AddDays(1) };
        runtime = runtime with { Newest = runtime.Newest with { Language = language, ManifestName = "package.json", Manifest = Some.Text, Imports = Some.Text } };
        await Store.AddAsync(ProjectId, runtime, Cancellation);
        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe(runtime);
        (await Store.FindRevisionAsync(ProjectId, runtime.Newest.Id, Cancellation)).ShouldBe(runtime.Newest);
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([runtime]);
        (await Store.ListRevisionsAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe([runtime.Newest]);
    }

    [Fact]
    public async Task FindAndLists_OfABuiltRevision_LeaveOutItsLogAndItsLock()
    {
        BuiltPackages packages = Some.Packages();
        StoredRuntime runtime = Some.Runtime();
        runtime = runtime with { Newest = runtime.Newest with { Status = RevisionStatus.Succeeded, Attempts = 2, BuildLog = "log", Packages = packages, Preloads = "numpy\npandas" } };
        await Store.AddAsync(ProjectId, runtime, Cancellation);

        StoredRevision brief = runtime.Newest with { BuildLog = "", Packages = packages with { Lock = "" } };
        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe(runtime with { Newest = brief });
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([runtime with { Newest = brief }]);
        (await Store.ListRevisionsAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe([brief]);
        (await Store.FindRevisionAsync(ProjectId, runtime.Newest.Id, Cancellation)).ShouldBe(runtime.Newest);
    }

    [Fact]
    public async Task EveryCall_FromAnotherProject_FindsNothing()
    {
        StoredRuntime runtime = Some.Runtime();
        await Store.AddAsync(ProjectId, runtime, Cancellation);

        (await Store.FindAsync(OtherProjectId, runtime.Id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(OtherProjectId, runtime.Newest.Id, Cancellation)).ShouldBeNull();
        (await Store.ListAsync(OtherProjectId, First(), Cancellation)).ShouldBeEmpty();
        (await Store.ListRevisionsAsync(OtherProjectId, runtime.Id, Cancellation)).ShouldBeEmpty();
        (await Store.AddRevisionAsync(OtherProjectId, Some.Revision(runtime.Id, 1), Cancellation)).ShouldBeFalse();
        (await Store.DeleteAsync(OtherProjectId, runtime.Id, Cancellation)).ShouldBeFalse();

        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe(runtime);
        (await Store.ListRevisionsAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe([runtime.Newest]);
    }

    [Theory]
    [InlineData("01JDZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("ключ")]
    [InlineData("\ud800")]
    [InlineData("' OR ''='")]
    public async Task EveryCall_WithAnIdThatIsNotThere_FindsNothing(string id)
    {
        StoredRuntime runtime = Some.Runtime();
        await Store.AddAsync(ProjectId, runtime, Cancellation);
        (await Store.FindAsync(ProjectId, id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, id, Cancellation)).ShouldBeNull();
        (await Store.ListRevisionsAsync(ProjectId, id, Cancellation)).ShouldBeEmpty();
        (await Store.AddRevisionAsync(ProjectId, Some.Revision(id), Cancellation)).ShouldBeFalse();
        (await Store.TryUpdateRevisionAsync(RevisionStatus.Pending, runtime.Newest with { Id = id }, Cancellation)).ShouldBeFalse();
        (await Store.FindPackagesAsync(id, Cancellation)).ShouldBeNull();
        (await Store.DeleteAsync(ProjectId, id, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe(runtime);
    }

    [Fact]
    public async Task AddRevision_ToARuntime_IsTheNewestAndKeepsTheFormer()
    {
        StoredRuntime runtime = Some.Runtime();
        StoredRuntime other = Some.Runtime(milliseconds: 5);
        await Store.AddAsync(ProjectId, runtime, Cancellation);
        await Store.AddAsync(ProjectId, other, Cancellation);
        StoredRevision second = Some.Revision(runtime.Id, 1) with { Manifest = "httpx", Imports = "import httpx" };
        (await Store.AddRevisionAsync(ProjectId, second, Cancellation)).ShouldBeTrue();

        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe(runtime with { Newest = second });
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([other, runtime with { Newest = second }]);
        (await Store.ListRevisionsAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe([second, runtime.Newest]);
        (await Store.FindRevisionAsync(ProjectId, runtime.Newest.Id, Cancellation)).ShouldBe(runtime.Newest);
        (await Store.FindRevisionAsync(ProjectId, second.Id, Cancellation)).ShouldBe(second);
    }

    [Fact]
    public async Task AddRevision_ManyAtOnceInTwoProcesses_KeepsAllAndTheNewestIsThatOfTheGreatestId()
    {
        await using TestStores other = OpenAnother();
        StoredRuntime runtime = Some.Runtime();
        await Store.AddAsync(ProjectId, runtime, Cancellation);
        StoredRevision[] revisions = [.. Enumerable.Range(1, 20).Select(i => Some.Revision(runtime.Id, i))];

        bool[] added = await Task.WhenAll(revisions.Select((revision, i) => Task.Run(
            () => (i % 2 == 0 ? Stores : other).Runtimes.AddRevisionAsync(ProjectId, revision, Cancellation).AsTask())));

        added.ShouldAllBe(static it => it);
        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe(runtime with { Newest = revisions[^1] });
        (await Store.ListRevisionsAsync(ProjectId, runtime.Id, Cancellation)).ShouldBe([.. revisions.Reverse(), runtime.Newest]);
    }

    [Fact]
    public async Task List_PagedToTheEnd_GivesEachOnceNewestFirst()
    {
        List<StoredRuntime> runtimes = [];
        for (int i = 0; i < 7; i++)
        {
            runtimes.Add(Some.Runtime(milliseconds: i));
            await Store.AddAsync(ProjectId, runtimes[i], Cancellation);
            await Store.AddAsync(OtherProjectId, Some.Runtime(milliseconds: i), Cancellation);
        }

        runtimes.Reverse();
        foreach (int limit in (int[])[1, 2, 3, 7, 100])
        {
            (await ReadAllAsync(limit, page => Store.ListAsync(ProjectId, page, Cancellation), static runtime => runtime.Id)).ShouldBe(runtimes);
        }
    }

    [Fact]
    public async Task List_AfterAnIdThatIsNotThere_GivesWhatWouldFollowIt()
    {
        foreach (string id in (string[])["01A", "01B", "01b", "01C"])
        {
            await Store.AddAsync(ProjectId, Some.Runtime(id), Cancellation);
        }

        // By their bytes: lower case comes after upper case.
        async Task<string> After(string id) => string.Join(' ', (await Store.ListAsync(ProjectId, new Page(100, id), Cancellation)).Select(static runtime => runtime.Id));
        (await After("01C")).ShouldBe("01B 01A");
        (await After("01BX")).ShouldBe("01B 01A");
        (await After("")).ShouldBe("");
        (await After("zzz")).ShouldBe("01b 01C 01B 01A");
        (await After("01B\0x")).ShouldBe("01B 01A");
        (await After("Ж")).ShouldBe("01b 01C 01B 01A");
        (await After("01B\ud800")).ShouldBe("01B 01A");
        (await After("01' OR ''='")).ShouldBe("");
    }

    [Fact]
    public async Task Delete_Runtime_RemovesAllOfItsRevisions()
    {
        StoredRuntime runtime = Some.Runtime();
        StoredRuntime other = Some.Runtime();
        StoredRevision second = Some.Revision(runtime.Id, 1);
        await Store.AddAsync(ProjectId, runtime, Cancellation);
        await Store.AddAsync(ProjectId, other, Cancellation);
        await Store.AddRevisionAsync(ProjectId, second, Cancellation);

        (await Store.DeleteAsync(ProjectId, runtime.Id, Cancellation)).ShouldBeTrue();
        (await Store.DeleteAsync(ProjectId, runtime.Id, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, runtime.Id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, runtime.Newest.Id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, second.Id, Cancellation)).ShouldBeNull();
        (await Store.ListRevisionsAsync(ProjectId, runtime.Id, Cancellation)).ShouldBeEmpty();
        (await Store.AddRevisionAsync(ProjectId, Some.Revision(runtime.Id, 2), Cancellation)).ShouldBeFalse();
        (await Store.TryUpdateRevisionAsync(RevisionStatus.Pending, second, Cancellation)).ShouldBeFalse();
        (await Store.ListByStatusAsync(RevisionStatus.Pending, Cancellation)).ShouldBe([new ProjectRevision(ProjectId, other.Newest)]);
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([other]);
    }

    [Fact]
    public async Task Delete_WhileRevisionsAreAdded_LeavesNone()
    {
        await using TestStores other = OpenAnother();
        StoredRuntime runtime = Some.Runtime();
        await Store.AddAsync(ProjectId, runtime, Cancellation);
        IEnumerable<Task<bool>> additions = Enumerable.Range(1, 10).Select(i => Task.Run(() => other.Runtimes.AddRevisionAsync(ProjectId, Some.Revision(runtime.Id, i), Cancellation).AsTask()));
        bool[] results = await Task.WhenAll([.. additions, Task.Run(() => Store.DeleteAsync(ProjectId, runtime.Id, Cancellation).AsTask())]);
        results[^1].ShouldBeTrue();
        (await Store.ListByStatusAsync(RevisionStatus.Pending, Cancellation)).ShouldBeEmpty();
    }
}
