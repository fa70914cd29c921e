using System.Security.Cryptography;
using Paddock.Core;
using Paddock.Core.Secrets;
using Paddock.Storage.MasterKeys;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="ISecretStore"/> promises.</summary>
public abstract class SecretStoreContract : StoreContract
{
    private ISecretStore Store => Stores.Secrets;

    [Fact]
    public async Task Find_Added_GivesAllThatWasStored()
    {
        SealedSecret secret = Some.Secret() with { Name = Some.Text, Sealed = RandomNumberGenerator.GetBytes(100_000) };
        await Store.AddAsync(ProjectId, secret, Cancellation);
        (await Store.FindAsync(ProjectId, secret.Id, Cancellation)).ShouldBeEquivalentTo(secret);
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldHaveSingleItem().ShouldBeEquivalentTo(secret);
    }

    [Fact]
    public async Task EveryCall_FromAnotherProject_FindsNothing()
    {
        SealedSecret secret = Some.Secret();
        await Store.AddAsync(ProjectId, secret, Cancellation);
        (await Store.FindAsync(OtherProjectId, secret.Id, Cancellation)).ShouldBeNull();
        (await Store.ListAsync(OtherProjectId, First(), Cancellation)).ShouldBeEmpty();
        (await Store.DeleteAsync(OtherProjectId, secret.Id, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, secret.Id, Cancellation)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("01JDZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("ключ")]
    [InlineData("\ud800")]
    public async Task EveryCall_WithAnIdThatIsNotThere_FindsNothing(string id)
    {
        await Store.AddAsync(ProjectId, Some.Secret(), Cancellation);
        (await Store.FindAsync(ProjectId, id, Cancellation)).ShouldBeNull();
        (await Store.DeleteAsync(ProjectId, id, Cancellation)).ShouldBeFalse();
        (await Store.ListAsync(ProjectId, First(), Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task List_PagedToTheEnd_GivesEachOnceNewestFirst()
    {
        List<string> ids = [];
        for (int i = 0; i < 5; i++)
        {
            SealedSecret secret = Some.Secret(i);
            ids.Insert(0, secret.Id);
            await Store.AddAsync(ProjectId, secret, Cancellation);
            await Store.AddAsync(OtherProjectId, Some.Secret(i), Cancellation);
        }

        foreach (int limit in (int[])[1, 2, 5, 100])
        {
            (await ReadAllAsync(limit, page => Store.ListAsync(ProjectId, page, Cancellation), static secret => secret.Id))
                .Select(static secret => secret.Id).ShouldBe(ids);
        }
    }

    [Fact]
    public async Task Delete_Secret_IsGone()
    {
        SealedSecret secret = Some.Secret();
        await Store.AddAsync(ProjectId, secret, Cancellation);
        (await Store.DeleteAsync(ProjectId, secret.Id, Cancellation)).ShouldBeTrue();
        (await Store.DeleteAsync(ProjectId, secret.Id, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, secret.Id, Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(401)]
    public async Task Reseal_AllProjects_GivesEachSecretOnceWithItsProject(int count)
    {
        Dictionary<string, string> projects = [];
        for (int i = 0; i < count; i++)
        {
            SealedSecret secret = Some.Secret(i);
            projects[secret.Id] = i % 3 == 0 ? OtherProjectId : ProjectId;
            await Store.AddAsync(projects[secret.Id], secret, Cancellation);
        }

        List<(string, string)> seen = [];
        int resealed = await Store.ResealAsync(
            "new",
            (projectId, secret) =>
            {
                seen.Add((secret.Id, projectId));
                return secret with { MasterKeyId = "new", Sealed = [1, 2, 3] };
            },
            Cancellation);

        resealed.ShouldBe(count);
        seen.Order().ShouldBe(projects.Select(static pair => (pair.Key, pair.Value)).Order());
        foreach ((string id, string projectId) in projects)
        {
            SealedSecret found = (await Store.FindAsync(projectId, id, Cancellation))!;
            (found.MasterKeyId, found.Name, Convert.ToHexString(found.Sealed)).ShouldBe(("new", "name", "010203"));
        }
    }

    [Fact]
    public async Task Reseal_WithAnExceptionHalfway_ChangesNothing()
    {
        MasterKey key = MasterKey.Create();
        await Stores.Registry.AddAsync(key, Cancellation);
        SealedSecret[] secrets = [.. Enumerable.Range(0, 300).Select(i => Some.Secret(i) with { MasterKeyId = key.Id })];
        foreach (SealedSecret secret in secrets)
        {
            await Store.AddAsync(ProjectId, secret, Cancellation);
        }

        int seen = 0;
        await Should.ThrowAsync<InvalidDataException>(async () => await Store.ResealAsync(
            "new", (_, secret) => ++seen == 250 ? throw new InvalidDataException("no") : secret with { MasterKeyId = "new" }, Cancellation));

        (await Stores.Registry.CountSecretsAsync(Cancellation)).ShouldBe(new Dictionary<string, long> { [key.Id] = 300 });
        (await Stores.Registry.ListCurrentAsync(Cancellation)).ShouldBe([key.Id]);
        await Store.AddAsync(ProjectId, Some.Secret() with { MasterKeyId = key.Id }, Cancellation);
    }

    [Fact]
    public async Task Add_SealedUnderARetiredKey_IsRefusedAndMayBeTriedAgain()
    {
        MasterKey old = MasterKey.Create();
        MasterKey current = MasterKey.Create();
        await Stores.Registry.AddAsync(old, Cancellation);
        await Store.ResealAsync(current.Id, static (_, secret) => secret, Cancellation);

        StorageException error = await Should.ThrowAsync<StorageException>(async () => await Store.AddAsync(ProjectId, Some.Secret() with { MasterKeyId = old.Id }, Cancellation));
        error.IsTransient.ShouldBeTrue();
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBeEmpty();
        await Store.AddAsync(ProjectId, Some.Secret() with { MasterKeyId = current.Id }, Cancellation);
        (await Stores.Registry.AddAsync(old, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Add_DuringAReseal_IsResealedOrRefused()
    {
        MasterKey old = MasterKey.Create();
        await Stores.Registry.AddAsync(old, Cancellation);
        await using TestStores other = OpenAnother();
        using SemaphoreSlim started = new(0);
        int refused = 0;
        Task adding = Task.Run(
            async () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    try
                    {
                        await other.Secrets.AddAsync(ProjectId, Some.Secret(i) with { MasterKeyId = old.Id }, Cancellation);
                    }
                    catch (StorageException error) when (error.IsTransient)
                    {
                        refused++;
                    }

                    started.Release();
                }
            },
            Cancellation);
        await started.WaitAsync(Cancellation);
        await Store.ResealAsync("new", static (_, secret) => secret with { MasterKeyId = "new" }, Cancellation);
        await adding;

        IReadOnlyDictionary<string, long> counts = await Stores.Registry.CountSecretsAsync(Cancellation);
        counts.Keys.ShouldBe(["new"]);
        counts["new"].ShouldBe(200 - refused);
    }
}
