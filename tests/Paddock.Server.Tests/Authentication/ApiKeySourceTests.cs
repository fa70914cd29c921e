using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core;
using Paddock.Server.Authentication;
using Paddock.Server.Hosting;

namespace Paddock.Server.Tests.Authentication;

public sealed class ApiKeySourceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("paddock-keys-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Load_FirstStart_MakesAKeyAndStoresNothingYet()
    {
        ApiKeySource source = Source();
        ApiKeyRing keys = source.Load();
        keys.IsConfigured.ShouldBeFalse();
        keys.NewKey.ShouldNotBeNull().ShouldStartWith(ApiKeyFormat.Prefix);
        keys.Contains(keys.NewKey).ShouldBeTrue();
        File.Exists(source.FilePath).ShouldBeFalse();
    }

    [Fact]
    public void Save_MadeKey_StoresItsHashOnlyForTheOwner()
    {
        ApiKeySource source = Source();
        ApiKeyRing keys = source.Load();
        source.Save(keys);
        File.GetUnixFileMode(source.FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(source.FilePath)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string text = File.ReadAllText(source.FilePath);
        text.ShouldContain(Convert.ToHexStringLower(ApiKeyRing.Hash(keys.NewKey!)));
        text.ShouldNotContain(keys.NewKey!);
        Directory.GetFiles(Path.GetDirectoryName(source.FilePath)!).ShouldHaveSingleItem();
    }

    [Fact]
    public void Load_LaterStart_KnowsTheKeyAndCannotShowIt()
    {
        ApiKeySource source = Source();
        ApiKeyRing made = source.Load();
        source.Save(made);
        ApiKeyRing loaded = Source().Load();
        loaded.NewKey.ShouldBeNull();
        loaded.Contains(made.NewKey).ShouldBeTrue();
        loaded.Contains("riza_something_else").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"sha256\":[]}")]
    [InlineData("{\"sha256\":null}")]
    [InlineData("{\"sha256\":[\"abc\"]}")]
    [InlineData("{\"sha256\":[\"abcd\"]}")]
    [InlineData("{\"sha256\":[null]}")]
    public void Load_BrokenFile_RefusesToStart(string content)
    {
        ApiKeySource source = Source();
        source.Load();
        File.WriteAllText(source.FilePath, content);
        Should.Throw<StartupException>(() => source.Load()).Message.ShouldStartWith($"{source.FilePath} is not a list of hashes");
    }

    [Fact]
    public void Load_DataDirectoryIsAFile_RefusesToStartAndNamesTheOption()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "data"), "");
        Should.Throw<StartupException>(() => Source().Load()).Message.ShouldContain("--data");
    }

    [Fact]
    public void Load_ConfiguredKeys_AreTrimmedAndNeedNoFolder()
    {
        ApiKeySource source = Source(" one-key-1 ,, two-key-2 ");
        ApiKeyRing keys = source.Load();
        keys.IsConfigured.ShouldBeTrue();
        keys.NewKey.ShouldBeNull();
        keys.Hashes.Count.ShouldBe(2);
        keys.Contains("one-key-1").ShouldBeTrue();
        keys.Contains("two-key-2").ShouldBeTrue();
        Directory.Exists(Path.GetDirectoryName(source.FilePath)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("good-key-1,short")]
    [InlineData("1234567")]
    public void Load_ShortKey_RefusesToStartWithoutShowingIt(string configured)
    {
        string message = Should.Throw<StartupException>(() => Source(configured).Load()).Message;
        message.ShouldContain("at least 8");
        message.ShouldNotContain("short,");
        message.ShouldNotContain("1234567");
    }

    [Fact]
    public void Load_OnlyCommas_RefusesToStart() => Should.Throw<StartupException>(() => Source(" , ").Load()).Message.ShouldContain("has no key in it");

    private ApiKeySource Source(string? configured = null)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PADDOCK_API_KEYS"] = configured })
            .Build();
        ServerOptions options = new() { DataDirectory = Path.Combine(_root.FullName, "data") };
        return new ApiKeySource(configuration, Options.Create(options), TimeProvider.System);
    }
}
