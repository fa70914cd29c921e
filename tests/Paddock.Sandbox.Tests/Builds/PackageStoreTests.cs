using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Builds;

public sealed class PackageStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Packages_AsTheyWereKept_AreGood()
    {
        BuiltPackages built = _folder.KeepTwo();
        (await _folder.Store.VerifyAsync(built.Key, built.Digest, Ct)).ShouldBeNull();
        built.Digest.Length.ShouldBe(64);
        File.GetUnixFileMode(_folder.PathOf("bin/sub")).ShouldBe(PackageFile.FolderMode);
        Directory.GetDirectories(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void Packages_KeptTwice_HaveTheSameDigest() => _folder.KeepTwo().Digest.ShouldBe(_folder.KeepTwo().Digest);

    [Fact]
    public async Task Packages_KeptAgain_TakeThePlaceOfThoseThatWereThere()
    {
        _folder.KeepTwo();
        StoreFolder.Open(_folder.Store.PathOf(StoreFolder.Key));
        await File.WriteAllTextAsync(_folder.PathOf("more"), "", Ct);
        BuiltPackages built = _folder.KeepTwo();
        (await _folder.Store.VerifyAsync(built.Key, built.Digest, Ct)).ShouldBeNull();
        Directory.GetDirectories(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public Task File_Changed_IsFound() => FindsAsync("one.py has another content", () =>
    {
        StoreFolder.Open(_folder.PathOf("one.py"));
        File.WriteAllText(_folder.PathOf("one.py"), "x = 2\n");
        File.SetUnixFileMode(_folder.PathOf("one.py"), PackageFile.ModeOf(isExecutable: false));
    });

    [Fact]
    public Task File_Shorter_IsFound() => FindsAsync("one.py has another content", () =>
    {
        StoreFolder.Open(_folder.PathOf("one.py"));
        File.WriteAllText(_folder.PathOf("one.py"), "x");
        File.SetUnixFileMode(_folder.PathOf("one.py"), PackageFile.ModeOf(isExecutable: false));
    });

    [Fact]
    public Task File_ThatCanBeWritten_IsFound() => FindsAsync("one.py has another mode", () => StoreFolder.Open(_folder.PathOf("one.py")));

    [Fact]
    public Task File_Missing_IsFound() => FindsAsync("bin/sub/tool cannot be opened", () =>
    {
        StoreFolder.Open(_folder.PathOf("bin/sub"));
        File.Delete(_folder.PathOf("bin/sub/tool"));
        File.SetUnixFileMode(_folder.PathOf("bin/sub"), PackageFile.FolderMode);
    });

    [Fact]
    public Task File_Added_IsFound() => FindsAsync("bin/new does not belong to it", () =>
    {
        StoreFolder.Open(_folder.PathOf("bin"));
        File.WriteAllText(_folder.PathOf("bin/new"), "");
        File.SetUnixFileMode(_folder.PathOf("bin"), PackageFile.FolderMode);
    });

    [Fact]
    public Task Folder_Added_IsFound() => FindsAsync("extra does not belong to it", () =>
    {
        StoreFolder.Open(_folder.PathOf(""));
        Directory.CreateDirectory(_folder.PathOf("extra"));
    });

    [Fact]
    public Task Folder_ThatCanBeWritten_IsFound() => FindsAsync("bin/sub has another mode", () => StoreFolder.Open(_folder.PathOf("bin/sub")));

    [Fact]
    public Task File_ReplacedByLinkToTheSameBytes_IsFound() => FindsAsync("one.py cannot be opened", () =>
    {
        string outside = Path.Combine(_folder.Path, "outside");
        File.Copy(_folder.PathOf("one.py"), outside);
        Replace("one.py", path => File.CreateSymbolicLink(path, outside));
    });

    [Fact]
    public Task Folder_ReplacedByLink_IsFound() => FindsAsync("bin does not belong to it", () =>
    {
        string outside = Path.Combine(_folder.Path, "outside");
        StoreFolder.Open(_folder.PathOf("bin"));
        StoreFolder.Open(_folder.PathOf(""));
        Directory.Move(_folder.PathOf("bin"), outside);
        Directory.CreateSymbolicLink(_folder.PathOf("bin"), outside);
    });

    [Fact]
    public Task File_ReplacedByFifo_IsFoundWithoutWaiting() => FindsAsync("one.py is not a regular file", () =>
        Replace("one.py", Kernel.MakeFifo));

    [Fact]
    public Task Index_Changed_IsFound() => FindsAsync("files is not the one", () => File.AppendAllText(Path.Combine(_folder.Path, StoreFolder.Key, "files"), "444 0 00 x\n"));

    [Fact]
    public Task Index_Missing_IsFound() => FindsAsync("cannot be read", () => File.Delete(Path.Combine(_folder.Path, StoreFolder.Key, "files")));

    [Fact]
    public Task Packages_Missing_AreFound() => FindsAsync("is not there", () => PackageStore.Discard(_folder.PathOf("")));

    [Fact]
    public async Task Packages_NeverBuilt_AreNotThere() => (await _folder.Store.VerifyAsync(StoreFolder.Key, "0", Ct)).ShouldNotBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Key_OfAnotherForm_IsRefused(string key) => Should.Throw<ArgumentException>(() => _folder.Store.PathOf(key));

    [Fact]
    public void Sweep_RemovesOtherKeysAndLeftovers_AndNothingElse()
    {
        string other = new('b', 64);
        _folder.KeepTwo();
        _folder.KeepTwo(other);
        _folder.Store.Stage();
        string[] foreign = ["mine", ".staging-x", new string('C', 64), new string('d', 63)];
        foreach (string name in foreign)
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        }

        _folder.Store.Sweep(new HashSet<string> { StoreFolder.Key });
        Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).ShouldBe([StoreFolder.Key, .. foreign], ignoreOrder: true);
    }

    [Fact]
    public void Sweep_LinkOfOurForm_IsLeftAlone()
    {
        string outside = Directory.CreateTempSubdirectory("paddock-outside-").FullName;
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, new string('e', 64)), outside);
        _folder.Store.Sweep(new HashSet<string>());
        Directory.Exists(outside).ShouldBeTrue();
        Directory.Delete(outside);
    }

    private void Replace(string file, Action<string> make)
    {
        StoreFolder.Open(_folder.PathOf(""));
        File.Delete(_folder.PathOf(file));
        make(_folder.PathOf(file));
        File.SetUnixFileMode(_folder.PathOf(""), PackageFile.FolderMode);
    }

    private async Task FindsAsync(string wrong, Action tamper)
    {
        BuiltPackages built = _folder.KeepTwo();
        tamper();
        (await _folder.Store.VerifyAsync(built.Key, built.Digest, Ct)).ShouldNotBeNull().ShouldContain(wrong);
    }
}
