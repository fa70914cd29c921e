using Paddock.Core;
using Paddock.Core.Secrets;
using Paddock.Storage.MasterKeys;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="IMasterKeyRotation"/> promises, and what a start says of keys that do not fit.</summary>
public abstract class MasterKeyRotationContract : StoreContract
{
    private readonly TestFolder _folder = new();

    private MasterKeyFile File => new(_folder.File("master.key"));

    [Fact]
    public async Task Start_FirstTime_MakesAKeyAndLaterOnesUseIt()
    {
        TestKeys first = new(Stores, File);
        await first.Start.RunAsync(Cancellation);
        first.StartLog.Lines.ShouldHaveSingleItem().ShouldContain(first.Chain.Current.Id);

        TestKeys later = new(Stores, File);
        await later.Start.RunAsync(Cancellation);
        later.StartLog.Lines.ShouldBeEmpty();
        later.Chain.Current.Id.ShouldBe(first.Chain.Current.Id);
    }

    [Fact]
    public async Task Start_TwoAtOnce_AgreeOnOneKey()
    {
        TestKeys[] both = [new(Stores, File), new(Stores, File)];
        await Task.WhenAll(both.Select(keys => Task.Run(() => keys.Start.RunAsync(Cancellation))));
        both[0].Chain.Current.Id.ShouldBe(both[1].Chain.Current.Id);
        Directory.GetFiles(_folder.Path).ShouldBe([File.Place]);
    }

    [Fact]
    public async Task Start_WithoutTheFileThatThereWas_RefusesAndMakesNone()
    {
        TestKeys before = new(Stores, File);
        await before.Start.RunAsync(Cancellation);
        System.IO.File.Delete(File.Place);

        StartupException error = await Should.ThrowAsync<StartupException>(() => new TestKeys(Stores, File).Start.RunAsync(Cancellation));
        error.Message.ShouldContain($"{File.Place} is missing");
        error.Message.ShouldContain(before.Chain.Current.Id);
        File.Exists().ShouldBeFalse();
    }

    [Fact]
    public async Task Start_WithAnotherKeyOnPurpose_SaysWhichSecretsDoNotOpen()
    {
        TestKeys before = new(Stores, File);
        await before.Start.RunAsync(Cancellation);
        await AddAsync(before, ProjectId, "lost");
        TestKeys after = new(Stores, new VariableMasterKeySource(MasterKey.Create().Reveal(), null));
        await after.Start.RunAsync(Cancellation);
        after.StartLog.Lines.ShouldHaveSingleItem().ShouldStartWith($"Error SecretsSealedUnderOtherKey: 1 secrets are sealed under the master key {before.Chain.Current.Id}");
    }

    [Fact]
    public async Task Start_WithARetiredKey_RefusesAndNamesTheOneThatCameAfter()
    {
        TestKeys keys = new(Stores, File);
        await keys.Start.RunAsync(Cancellation);
        string old = keys.Chain.Current.Reveal();
        string id = (await keys.Rotation.RotateAsync(Cancellation)).MasterKeyId;

        StartupException error = await Should.ThrowAsync<StartupException>(() => new TestKeys(Stores, new VariableMasterKeySource(old, null)).Start.RunAsync(Cancellation));
        error.Message.ShouldContain("retired");
        error.Message.ShouldContain(id);
        error.Message.ShouldNotContain(old);
    }

    [Fact]
    public async Task Rotate_KeyFile_SealsEverythingUnderANewKeyAndKeepsOnlyThat()
    {
        TestKeys keys = new(Stores, File);
        await keys.Start.RunAsync(Cancellation);
        string former = keys.Chain.Current.Id;
        SealedSecret[] secrets = [await AddAsync(keys, ProjectId, "one"), await AddAsync(keys, OtherProjectId, "two")];

        MasterKeyRotated rotated = await new TestKeys(Stores, File).Rotation.RotateAsync(Cancellation);

        rotated.Secrets.ShouldBe(2);
        rotated.Place.ShouldBe(File.Place);
        rotated.MasterKeyId.ShouldNotBe(former);
        File.Load().Keys.Select(static key => key.Id).ShouldBe([rotated.MasterKeyId]);
        (await Stores.Registry.CountSecretsAsync(Cancellation)).ShouldBe(new Dictionary<string, long> { [rotated.MasterKeyId] = 2 });
        (await OpenAsync(new TestKeys(Stores, File), ProjectId, secrets[0].Id)).ShouldBe("one");
        (await OpenAsync(new TestKeys(Stores, File), OtherProjectId, secrets[1].Id)).ShouldBe("two");
    }

    [Fact]
    public async Task Rotate_WhileAServerRuns_TheServerOpensOldAndNewAndSealsUnderTheNewKey()
    {
        TestKeys server = new(Stores, File);
        await server.Start.RunAsync(Cancellation);
        SealedSecret before = await AddAsync(server, ProjectId, "before");

        MasterKeyRotated rotated = await new TestKeys(Stores, File).Rotation.RotateAsync(Cancellation);

        (await OpenAsync(server, ProjectId, before.Id)).ShouldBe("before");
        SealedSecret after = await AddAsync(server, ProjectId, "after");
        after.MasterKeyId.ShouldBe(rotated.MasterKeyId);

        // Read before the rotation, opened after it.
        server.Seal.Open(ProjectId, before).ShouldBe("before");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rotate_BrokenOffAfterAStep_EverythingOpensAndTheNextOneFinishesIt(int step)
    {
        TestKeys server = new(Stores, File);
        await server.Start.RunAsync(Cancellation);
        SealedSecret before = await AddAsync(server, ProjectId, "before");
        MasterKey next = MasterKey.Create();
        File.Replace(new MasterKeyRing([next, server.Chain.Current]));
        if (step == 2)
        {
            TestKeys broken = new(Stores, File);
            await Stores.Secrets.ResealAsync(next.Id, (projectId, secret) => broken.Seal.Reseal(projectId, secret)!, Cancellation);
        }

        foreach (TestKeys process in (TestKeys[])[server, new TestKeys(Stores, File)])
        {
            await process.Start.RunAsync(Cancellation);
            (await OpenAsync(process, ProjectId, before.Id)).ShouldBe("before");
            (await AddAsync(process, ProjectId, "between")).MasterKeyId.ShouldBe(next.Id);
        }

        MasterKeyRotated rotated = await new TestKeys(Stores, File).Rotation.RotateAsync(Cancellation);
        rotated.ShouldBe(new MasterKeyRotated(next.Id, File.Place, 3));
        File.Load().Keys.Count.ShouldBe(1);
        (await OpenAsync(new TestKeys(Stores, File), ProjectId, before.Id)).ShouldBe("before");
    }

    [Fact]
    public async Task Rotate_WithASecretThatDoesNotOpen_ChangesNoneAndNamesIt()
    {
        TestKeys keys = new(Stores, File);
        await keys.Start.RunAsync(Cancellation);
        SealedSecret good = await AddAsync(keys, ProjectId, "good");
        SealedSecret bad = keys.Seal.Seal(ProjectId, Some.Id(), "name", "bad", Some.Time);
        bad.Sealed[^1] ^= 1;
        await Stores.Secrets.AddAsync(ProjectId, bad, Cancellation);
        string id = keys.Chain.Current.Id;

        StartupException error = await Should.ThrowAsync<StartupException>(async () => await keys.Rotation.RotateAsync(Cancellation));

        error.Message.ShouldContain(bad.Id);
        error.Message.ShouldContain(id);
        (await Stores.Registry.CountSecretsAsync(Cancellation)).ShouldBe(new Dictionary<string, long> { [id] = 2 });
        (await OpenAsync(new TestKeys(Stores, File), ProjectId, good.Id)).ShouldBe("good");
    }

    [Fact]
    public async Task Rotate_WhileAnotherRotationIsAtWork_IsRefused()
    {
        TestKeys keys = new(Stores, File);
        await keys.Start.RunAsync(Cancellation);
        using IDisposable other = File.Lock();
        (await Should.ThrowAsync<StartupException>(async () => await keys.Rotation.RotateAsync(Cancellation))).Message.ShouldContain("another rotation");
    }

    [Fact]
    public async Task Rotate_WithoutAKeyFile_SaysThatThereIsNothingToRotate() =>
        (await Should.ThrowAsync<StartupException>(async () => await new TestKeys(Stores, File).Rotation.RotateAsync(Cancellation))).Message.ShouldContain("nothing to rotate");

    [Fact]
    public async Task Rotate_Variables_SealsEverythingUnderTheNewOne()
    {
        (string old, string next) = (MasterKey.Create().Reveal(), MasterKey.Create().Reveal());
        TestKeys before = new(Stores, new VariableMasterKeySource(old, null));
        await before.Start.RunAsync(Cancellation);
        SealedSecret secret = await AddAsync(before, ProjectId, "value");

        TestKeys both = new(Stores, new VariableMasterKeySource(next, old));
        (await Should.ThrowAsync<StartupException>(async () => await before.Rotation.RotateAsync(Cancellation))).Message.ShouldStartWith("PADDOCK_MASTER_KEY_OLD is not set");
        (await Should.ThrowAsync<StartupException>(async () => await both.Rotation.RotateAsync(Cancellation))).Message.ShouldStartWith("no server has been started");
        (await Should.ThrowAsync<StartupException>(async () => await new TestKeys(Stores, new VariableMasterKeySource(next, next)).Rotation.RotateAsync(Cancellation)))
            .Message.ShouldContain("are the same key");

        await both.Start.RunAsync(Cancellation);
        (await OpenAsync(both, ProjectId, secret.Id)).ShouldBe("value");
        (await both.Rotation.RotateAsync(Cancellation)).ShouldBe(new MasterKeyRotated(both.Chain.Current.Id, "PADDOCK_MASTER_KEY", 1));
        TestKeys after = new(Stores, new VariableMasterKeySource(next, null));
        await after.Start.RunAsync(Cancellation);
        after.StartLog.Lines.ShouldBeEmpty();
        (await OpenAsync(after, ProjectId, secret.Id)).ShouldBe("value");
    }

    private async Task<SealedSecret> AddAsync(TestKeys keys, string projectId, string value)
    {
        SealedSecret secret = keys.Seal.Seal(projectId, Some.Id(), "name", value, Some.Time);
        await Stores.Secrets.AddAsync(projectId, secret, Cancellation);
        return secret;
    }

    private async Task<string?> OpenAsync(TestKeys keys, string projectId, string id) =>
        keys.Seal.Open(projectId, (await Stores.Secrets.FindAsync(projectId, id, Cancellation))!);

    private protected override void CleanUp() => _folder.Dispose();
}
