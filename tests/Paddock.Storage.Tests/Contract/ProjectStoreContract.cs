using System.Security.Cryptography;
using Paddock.Core;
using Paddock.Core.Projects;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="IProjectStore"/> promises.</summary>
public abstract class ProjectStoreContract : StoreContract
{
    private IProjectStore Store => Stores.Projects;

    [Fact]
    public async Task GetOrAdd_DefaultName_IsTheProjectThatIsAlwaysThere()
    {
        Project project = await Store.GetOrAddAsync(Project.DefaultName, Some.Time, Cancellation);
        project.Id.ShouldBe(Project.DefaultId);
    }

    [Fact]
    public async Task GetOrAdd_SameName_IsMadeOnceAndKeepsItsTime()
    {
        Project made = await Store.GetOrAddAsync("команда 'A'", Some.Time, Cancellation);
        Project again = await Store.GetOrAddAsync("команда 'A'", Some.Time.AddDays(1), Cancellation);
        again.ShouldBe(made);
        again.CreatedAt.ShouldBe(Some.Time);
    }

    [Fact]
    public async Task GetOrAdd_ManyAtOnceInTwoProcesses_AllGetTheSame()
    {
        await using TestStores other = OpenAnother();
        Project[] projects = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => (i % 2 == 0 ? Stores : other).Projects.GetOrAddAsync("wanted", Some.Time, Cancellation).AsTask())));
        projects.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task List_Projects_OldestFirst()
    {
        IReadOnlyList<Project> all = await Store.ListAsync(Cancellation);
        all[0].Name.ShouldBe(Project.DefaultName);
        all.Select(static project => project.Name).Order().ShouldBe(["another", "default", "one"]);
        all.ShouldBe(all.OrderBy(static project => project.Id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task FindKey_ByHash_GivesAllThatWasStored()
    {
        ApiKey key = Some.Key(ProjectId) with { MaxConcurrency = 7, RequestsPerMinute = int.MaxValue, IsMadeAtStart = true, RevokedAt = Some.Time.AddHours(1) };
        await Store.AddKeyAsync(key, Cancellation);
        (await Store.FindKeyAsync(key.Hash, Cancellation)).ShouldBeEquivalentTo(key);
    }

    [Fact]
    public async Task FindKey_WithoutLimits_GivesNone()
    {
        ApiKey key = Some.Key(ProjectId);
        await Store.AddKeyAsync(key, Cancellation);
        (await Store.FindKeyAsync(key.Hash, Cancellation)).ShouldBeEquivalentTo(key);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(0)]
    [InlineData(31)]
    public async Task FindKey_OtherHash_IsNull(int bytes)
    {
        await Store.AddKeyAsync(Some.Key(ProjectId), Cancellation);
        (await Store.FindKeyAsync(RandomNumberGenerator.GetBytes(bytes), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task AddKey_SameHashAgain_FailsAndChangesNothing()
    {
        ApiKey key = Some.Key(ProjectId);
        await Store.AddKeyAsync(key, Cancellation);
        StorageException error = await Should.ThrowAsync<StorageException>(async () => await Store.AddKeyAsync(key with { Id = Some.Id(), ProjectId = OtherProjectId }, Cancellation));
        error.IsTransient.ShouldBeFalse();
        (await Store.FindKeyAsync(key.Hash, Cancellation))!.ProjectId.ShouldBe(ProjectId);
    }

    [Fact]
    public async Task AddKey_OfNoProject_Fails() =>
        await Should.ThrowAsync<StorageException>(async () => await Store.AddKeyAsync(Some.Key("01JDZZZZZZZZZZZZZZZZZZZZZZ"), Cancellation));

    [Fact]
    public async Task ListKeys_OfAllProjects_OldestFirst()
    {
        ApiKey[] keys = [.. Enumerable.Range(0, 3).Select(i => Some.Key(i == 1 ? OtherProjectId : ProjectId) with { Id = Some.Id(i) })];
        foreach (ApiKey key in keys.Reverse())
        {
            await Store.AddKeyAsync(key, Cancellation);
        }

        (await Store.ListKeysAsync(Cancellation)).Select(static key => key.Id).ShouldBe(keys.Select(static key => key.Id));
    }

    [Fact]
    public async Task RevokeKey_Twice_KeepsTheFirstTime()
    {
        ApiKey key = Some.Key(ProjectId);
        await Store.AddKeyAsync(key, Cancellation);
        (await Store.RevokeKeyAsync(key.Id, Some.Time.AddDays(1), Cancellation)).ShouldBeTrue();
        (await Store.RevokeKeyAsync(key.Id, Some.Time.AddDays(2), Cancellation)).ShouldBeTrue();
        (await Store.FindKeyAsync(key.Hash, Cancellation))!.RevokedAt.ShouldBe(Some.Time.AddDays(1));
    }

    [Theory]
    [InlineData("01JDZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("ключ")]
    public async Task RevokeKey_NotThere_IsFalse(string id)
    {
        ApiKey key = Some.Key(ProjectId);
        await Store.AddKeyAsync(key, Cancellation);
        (await Store.RevokeKeyAsync(id, Some.Time, Cancellation)).ShouldBeFalse();
        (await Store.FindKeyAsync(key.Hash, Cancellation))!.RevokedAt.ShouldBeNull();
    }

    [Fact]
    public async Task AnyCall_Cancelled_ThrowsCancellation()
    {
        CancellationToken cancelled = new(canceled: true);
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.GetOrAddAsync("x", Some.Time, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.FindKeyAsync(new byte[32], cancelled));
    }
}
