using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Runtimes;

public sealed class RevisionCatalogTests
{
    private readonly FakeRuntimeStore _store = new();
    private readonly RevisionCatalog _catalog;

    public RevisionCatalogTests() => _catalog = new RevisionCatalog(_store);

    [Fact]
    public async Task Revision_NotNamed_IsThePlainRuntime()
    {
        (await ResolveAsync(null)).ShouldBe(default);
        _store.Lookups.ShouldBe(0);
    }

    [Fact]
    public async Task Revision_ThatSucceeded_IsReadOnce()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()) with { Imports = "import a" });
        PackageSet packages = (await ResolveAsync(revision.Id)).Value.ShouldNotBeNull();
        packages.ShouldBe(new PackageSet
        {
            RevisionId = revision.Id, Language = RuntimeLanguage.Python, Key = revision.Packages!.Key, Digest = revision.Packages.Digest, Imports = "import a", Preloads = "pandas",
        });
        (await ResolveAsync(revision.Id)).Value.ShouldBe(packages);
        _store.Lookups.ShouldBe(1);
    }

    [Fact]
    public async Task Revision_OfAnotherProject_IsNotThereEvenWhenItIsKnown()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        (await ResolveAsync(revision.Id)).Value.ShouldNotBeNull();
        (await _catalog.ResolveAsync(BuildWorld.Stranger.ProjectId, revision.Id, Language.Python, TestContext.Current.CancellationToken)).Rejection
            .ShouldBe(new Rejection(5, $"runtime revision \"{revision.Id}\" was not found"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("01JC0NF0RMANCE000000000001")]
    public async Task Revision_ThatIsNotThere_IsNotFound(string id) =>
        (await ResolveAsync(id)).Rejection.ShouldBe(new Rejection(5, $"runtime revision \"{id}\" was not found"));

    [Theory]
    [InlineData(RevisionStatus.Pending, "pending, but must have status succeeded; ask GET /v1/runtimes/RT/revisions/ID until it has")]
    [InlineData(RevisionStatus.Building, "building, but must have status succeeded; ask GET /v1/runtimes/RT/revisions/ID until it has")]
    [InlineData(RevisionStatus.Failed, "failed, but must have status succeeded; build_log of GET /v1/runtimes/RT/revisions/ID tells why it failed")]
    [InlineData(RevisionStatus.Cancelled, "cancelled, but must have status succeeded; make a new revision")]
    public async Task Revision_ThatIsNotBuilt_IsAFailedPreconditionAndReadAgain(RevisionStatus status, string message)
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()) with { Status = status });
        (await ResolveAsync(revision.Id)).Rejection.ShouldBe(new Rejection(
            9, $"runtime revision \"{revision.Id}\" has status {message.Replace("RT", revision.RuntimeId, StringComparison.Ordinal).Replace("/ID", $"/{revision.Id}", StringComparison.Ordinal)}"));
        Put(revision with { Status = RevisionStatus.Succeeded });
        (await ResolveAsync(revision.Id)).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task Revision_OfAnotherLanguage_IsRefusedKnownOrNot()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        string message = $"runtime_revision_id \"{revision.Id}\" has packages for python, but language is \"typescript\"; name a revision of another runtime, or leave it out";
        (await ResolveAsync(revision.Id, Language.TypeScript)).Rejection.ShouldBe(new Rejection(3, message));
        await ResolveAsync(revision.Id);
        (await ResolveAsync(revision.Id, Language.TypeScript)).Rejection.ShouldBe(new Rejection(3, message));
        (await ResolveAsync(revision.Id, Language.Ruby)).Rejection.ShouldBe(
            new Rejection(3, $"runtime_revision_id \"{revision.Id}\" has packages for python, but language is \"ruby\"; name a revision of another runtime, or leave it out"));
    }

    [Fact]
    public async Task Language_WithoutPackages_IsTold() => (await ResolveAsync("x", Language.Php)).Rejection
        .ShouldBe(new Rejection(3, "runtime_revision_id is \"x\", but there are no packages for language \"php\"; leave it out"));

    [Theory]
    [InlineData(Language.JavaScript)]
    [InlineData(Language.TypeScript)]
    public async Task Revision_OfJavaScript_ServesBoth(Language language) => (await ResolveAsync(
        Put(BuildWorld.Succeeded(new FakePackageBuilder()) with { Language = RuntimeLanguage.JavaScript }).Id, language)).Value.ShouldNotBeNull();

    [Fact]
    public async Task Revision_ThatIsDeleted_IsForgotten()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        await ResolveAsync(revision.Id);
        await _store.DeleteAsync(Project.DefaultId, revision.RuntimeId, TestContext.Current.CancellationToken);
        _catalog.ForgetRuntime(revision.RuntimeId);
        (await ResolveAsync(revision.Id)).Rejection!.Code.ShouldBe(5);
    }

    [Fact]
    public async Task Revision_DeletedWhileItIsRead_IsNotKept()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        _store.BeforeFind = () =>
        {
            _catalog.Forget(revision.Id);
            return Task.CompletedTask;
        };
        await ResolveAsync(revision.Id);
        await ResolveAsync(revision.Id);
        _store.Lookups.ShouldBe(2);
    }

    [Fact]
    public async Task Tool_MayNameARevisionThatIsNotBuiltYet()
    {
        StoredRevision revision = Put(BuildWorld.Revision(RevisionStatus.Pending));
        (await CheckAsync(revision.Id, Language.Python)).ShouldBeNull();
        (await CheckAsync(revision.Id, Language.JavaScript))!.Code.ShouldBe(3);
        (await CheckAsync("x", Language.Python))!.Code.ShouldBe(5);
    }

    private StoredRevision Put(StoredRevision revision)
    {
        _store.Put(Project.DefaultId, revision);
        return revision;
    }

    private async Task<Rejection?> CheckAsync(string id, Language language) => await _catalog.CheckAsync(Project.DefaultId, id, language, TestContext.Current.CancellationToken);

    private async Task<Answer<PackageSet>> ResolveAsync(string? id, Language language = Language.Python) =>
        await _catalog.ResolveAsync(Project.DefaultId, id, language, TestContext.Current.CancellationToken);
}
