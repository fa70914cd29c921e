using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core;
using Paddock.Core.Projects;
using Paddock.Server.Authentication;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Authentication;

public sealed class ApiKeySourceTests
{
    private readonly FakeProjectStore _store = new();

    [Fact]
    public async Task Load_FirstStart_MakesAKeyAndStoresNothingYet()
    {
        (ApiKeySource source, ApiKeyRing ring) = await LoadAsync();
        source.NewKey.ShouldNotBeNull().ShouldStartWith(ApiKeyFormat.Prefix);
        source.IsChosen.ShouldBeFalse();
        ring.IsConfigured.ShouldBeFalse();
        _store.Keys.ShouldBeEmpty();
    }

    [Fact]
    public async Task Save_MadeKey_StoresItsHashOnly()
    {
        (ApiKeySource source, ApiKeyRing ring) = await LoadAsync();
        await source.SaveAsync(TestContext.Current.CancellationToken);
        ApiKey stored = _store.Keys.ShouldHaveSingleItem();
        stored.Hash.ShouldBe(KeyHash.Of(source.NewKey)!.Value.ToBytes());
        stored.ProjectId.ShouldBe(Project.DefaultId);
        stored.IsMadeAtStart.ShouldBeTrue();
        (await ring.FindAsync(KeyHash.Of(source.NewKey)!.Value, TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Load_LaterStart_MakesNone()
    {
        (ApiKeySource first, _) = await LoadAsync();
        await first.SaveAsync(TestContext.Current.CancellationToken);
        (ApiKeySource later, _) = await LoadAsync();
        later.NewKey.ShouldBeNull();
        later.IsChosen.ShouldBeFalse();
    }

    [Fact]
    public async Task Load_AllKeysRevoked_MakesANewOne()
    {
        (ApiKeySource first, _) = await LoadAsync();
        await first.SaveAsync(TestContext.Current.CancellationToken);
        _store.Keys[0] = _store.Keys[0] with { RevokedAt = DateTimeOffset.UnixEpoch };
        (await LoadAsync()).Source.NewKey.ShouldNotBeNull();
    }

    [Fact]
    public async Task Load_KeyThatTheOperatorMade_IsChosen()
    {
        (ApiKeySource first, _) = await LoadAsync();
        await first.SaveAsync(TestContext.Current.CancellationToken);
        _store.Keys[0] = _store.Keys[0] with { IsMadeAtStart = false };
        (await LoadAsync()).Source.IsChosen.ShouldBeTrue();
    }

    [Fact]
    public async Task Load_ConfiguredKeys_AreTrimmedAndEachIsGood()
    {
        (ApiKeySource source, ApiKeyRing ring) = await LoadAsync(" one-key-1 ,, two-key-2 ");
        source.NewKey.ShouldBeNull();
        source.IsChosen.ShouldBeTrue();
        ring.IsConfigured.ShouldBeTrue();
        foreach (string key in (string[])["one-key-1", "two-key-2"])
        {
            (await ring.FindAsync(KeyHash.Of(key)!.Value, TestContext.Current.CancellationToken)).ShouldNotBeNull(key);
        }
    }

    [Theory]
    [InlineData("good-key-1,short")]
    [InlineData("1234567")]
    public async Task Load_ShortKey_RefusesToStartWithoutShowingIt(string configured)
    {
        string message = (await Should.ThrowAsync<StartupException>(LoadAsync(configured))).Message;
        message.ShouldContain("at least 8");
        message.ShouldNotContain("short,");
        message.ShouldNotContain("1234567");
    }

    [Fact]
    public async Task Load_EndlessKey_RefusesToStart() =>
        (await Should.ThrowAsync<StartupException>(LoadAsync(new string('k', 1025)))).Message.ShouldContain("longer than 1024 bytes");

    [Fact]
    public async Task Load_OnlyCommas_RefusesToStart() => (await Should.ThrowAsync<StartupException>(LoadAsync(" , "))).Message.ShouldContain("has no key in it");

    private async Task<(ApiKeySource Source, ApiKeyRing Ring)> LoadAsync(string? configured = null)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PADDOCK_API_KEYS"] = configured })
            .Build();
        ApiKeyRing ring = new(_store, Options.Create(new KeyOptions()), TimeProvider.System);
        ApiKeySource source = new(configuration, ring, _store, TimeProvider.System);
        await source.LoadAsync(TestContext.Current.CancellationToken);
        return (source, ring);
    }
}
