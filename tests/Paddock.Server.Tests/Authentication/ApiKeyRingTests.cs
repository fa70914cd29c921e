using Microsoft.Extensions.Options;
using Paddock.Core.Projects;
using Paddock.Core.Tests.Fakes;
using Paddock.Server.Authentication;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Authentication;

public sealed class ApiKeyRingTests
{
    private const string Text = "riza_a_stored_key";

    private readonly FakeProjectStore _store = new();
    private readonly HandTime _time = new();

    [Fact]
    public async Task Find_StoredKey_BelongsToItsProject()
    {
        ApiKeyRing ring = Ring();
        Store("P1", static key => key);
        KnownKey found = (await FindAsync(ring)).ShouldNotBeNull();
        found.Caller.ShouldBe(new Caller("P1", "K1"));
    }

    [Fact]
    public async Task Find_UnknownKey_IsNullHoweverOften()
    {
        ApiKeyRing ring = Ring();
        (await FindAsync(ring)).ShouldBeNull();
        (await FindAsync(ring)).ShouldBeNull();
        Store("P1", static key => key);
        (await FindAsync(ring)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Find_WithinASecond_AsksTheStoreOnce()
    {
        ApiKeyRing ring = Ring();
        Store("P1", static key => key);
        await FindAsync(ring);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        await FindAsync(ring);
        _store.LookUps.ShouldBe(1);
    }

    [Fact]
    public async Task Find_RevokedKey_IsRefusedAfterASecond()
    {
        ApiKeyRing ring = Ring();
        Store("P1", static key => key);
        await FindAsync(ring);
        await _store.RevokeKeyAsync("K1", _time.GetUtcNow(), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await FindAsync(ring)).ShouldBeNull();
        (await FindAsync(ring)).ShouldBeNull();
    }

    [Fact]
    public async Task Find_KeyOfTheFirstStart_IsNoGoodBesideConfiguredOnes()
    {
        ApiKeyRing ring = Ring();
        Store("P1", static key => key with { IsMadeAtStart = true });
        (await FindAsync(ring)).ShouldNotBeNull();
        ring = Ring();
        ring.Configure([KeyHash.Of("another-key")!.Value]);
        (await FindAsync(ring)).ShouldBeNull();
    }

    [Fact]
    public async Task Find_ConfiguredKey_IsOfTheDefaultProjectAndNeedsNoStore()
    {
        ApiKeyRing ring = Ring();
        ring.Configure([KeyHash.Of(Text)!.Value, KeyHash.Of(Text)!.Value, KeyHash.Of("another-key")!.Value]);
        Caller first = (await FindAsync(ring)).ShouldNotBeNull().Caller;
        Caller second = (await FindAsync(ring, "another-key")).ShouldNotBeNull().Caller;
        (first.ProjectId, second.ProjectId).ShouldBe((Project.DefaultId, Project.DefaultId));
        first.KeyId.ShouldNotBe(second.KeyId);
        _store.LookUps.ShouldBe(0);
    }

    [Fact]
    public async Task Find_Again_GoesOnCounting()
    {
        ApiKeyRing ring = Ring();
        Store("P1", static key => key with { RequestsPerMinute = 1 });
        (await FindAsync(ring))!.Usage.Enter().ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await FindAsync(ring))!.Usage.Enter().ShouldNotBeNull();
    }

    [Fact]
    public async Task Find_KeyWithoutLimitsOfItsOwn_HasThoseOfTheServer()
    {
        ApiKeyRing ring = Ring(new KeyOptions { MaxConcurrency = 3, RequestsPerMinute = 7 });
        Store("P1", static key => key with { RequestsPerMinute = 0 });
        KeyUsage usage = (await FindAsync(ring))!.Usage;
        (usage.MaxConcurrency, usage.RequestsPerMinute).ShouldBe((3, 0));
    }

    private static ValueTask<KnownKey?> FindAsync(ApiKeyRing ring, string key = Text) =>
        ring.FindAsync(KeyHash.Of(key)!.Value, TestContext.Current.CancellationToken);

    private ApiKeyRing Ring(KeyOptions? options = null) => new(_store, Options.Create(options ?? new KeyOptions()), _time);

    private void Store(string project, Func<ApiKey, ApiKey> with) => _store.Keys.Add(with(new ApiKey
    {
        Id = "K1",
        ProjectId = project,
        Name = "",
        Hash = KeyHash.Of(Text)!.Value.ToBytes(),
        CreatedAt = _time.GetUtcNow(),
    }));
}
