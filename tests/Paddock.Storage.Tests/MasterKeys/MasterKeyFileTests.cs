using Paddock.Core;
using Paddock.Storage.MasterKeys;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.MasterKeys;

public sealed class MasterKeyFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly MasterKeyFile _file;

    public MasterKeyFileTests() => _file = new MasterKeyFile(FilePath);

    private string FilePath => _folder.File("master.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_NotThere_IsForTheOwnerOnlyAndHasOneKey()
    {
        _file.Create();
        File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _file.Load().Keys.ShouldHaveSingleItem();
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([FilePath]);
    }

    [Fact]
    public void Create_AlreadyThere_LeavesItAsItIs()
    {
        _file.Create();
        string before = File.ReadAllText(FilePath);
        _file.Create();
        File.ReadAllText(FilePath).ShouldBe(before);
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([FilePath]);
    }

    [Fact]
    public void Create_FolderNotThere_MakesItForTheOwnerOnly()
    {
        string folder = _folder.File("a");
        new MasterKeyFile(Path.Combine(folder, "master.key")).Create();
        File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Replace_OtherKeys_KeepsTheirOrderAndTheMode()
    {
        _file.Create();
        MasterKeyRing ring = new([MasterKey.Create(), MasterKey.Create()]);
        _file.Replace(ring);
        _file.Load().Keys.Select(static key => key.Id).ShouldBe(ring.Keys.Select(static key => key.Id));
        File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Load_WrittenByHand_TakesHexadecimalAndEmptyLines()
    {
        MasterKey key = MasterKey.Create();
        Write($"\n{Convert.ToHexString(key.Bytes)}\r\n\n");
        _file.Load().Current.Id.ShouldBe(key.Id);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.OtherWrite, "602")]
    [InlineData(UnixFileMode.GroupExecute, "610")]
    public void Load_ForOthersToo_IsRefusedWithTheMend(UnixFileMode more, string mode)
    {
        _file.Create();
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        string message = Refusal();
        message.ShouldContain($"mode {mode}");
        message.ShouldContain($"chmod 600 {FilePath}");
    }

    [Fact]
    public void Load_OfAnotherUser_IsRefused()
    {
        _file.Create();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a file away");
        TestProcess.Run("chown", "65534", FilePath);
        Refusal().ShouldContain("belongs to the user with id 65534");
    }

    [Fact]
    public void Load_Link_IsRefused()
    {
        string target = _folder.File("elsewhere");
        new MasterKeyFile(target).Create();
        File.CreateSymbolicLink(FilePath, target);
        _file.Exists().ShouldBeTrue();
        Refusal().ShouldContain("symbolic link");
    }

    [Fact]
    public void Exists_DanglingLink_IsThereAndRefused()
    {
        File.CreateSymbolicLink(FilePath, _folder.File("nowhere"));
        _file.Exists().ShouldBeTrue();
        Refusal().ShouldContain("symbolic link");
    }

    [Fact]
    public void Load_Folder_IsRefused()
    {
        Directory.CreateDirectory(FilePath);
        _file.Exists().ShouldBeTrue();
        Refusal().ShouldContain("is not a file");
    }

    [Fact]
    public void Load_Pipe_IsRefusedWithoutWaiting()
    {
        TestProcess.Run("mkfifo", "-m", "600", FilePath);
        Refusal().ShouldContain("is not a file");
    }

    [Fact]
    public void Load_Empty_IsRefused()
    {
        Write("");
        Refusal().ShouldContain("has no key in it");
    }

    [Fact]
    public void Load_WrongLength_NamesTheLineAndShowsNothing()
    {
        string wrong = Convert.ToBase64String(MasterKey.Create().Bytes[..31]);
        Write($"{MasterKey.Create().Reveal()}\n{wrong}\n");
        string message = Refusal();
        message.ShouldContain("line 2 of ");
        message.ShouldNotContain(wrong);
    }

    [Fact]
    public void Load_TooLong_IsRefusedUnread()
    {
        Write(new string('A', 100_000));
        Refusal().ShouldContain("100000 bytes");
    }

    [Fact]
    public void Load_NotThere_IsRefused() => Refusal().ShouldContain("No such file");

    [Fact]
    public void GetStamp_AfterAReplacement_IsAnother()
    {
        _file.Create();
        object before = _file.GetStamp();
        _file.GetStamp().ShouldBe(before);
        _file.Replace(new MasterKeyRing([MasterKey.Create(), MasterKey.Create()]));
        _file.GetStamp().ShouldNotBe(before);
    }

    [Fact]
    public void Chain_FileBrokenLater_KeepsTheFormerKeysAndSaysSoOnce()
    {
        _file.Create();
        RecordingLog<MasterKeyChain> log = new();
        MasterKeyChain chain = new(_file, log);
        string id = chain.Current.Id;
        Write("broken");
        chain.Current.Id.ShouldBe(id);
        chain.Current.Id.ShouldBe(id);
        log.Lines.ShouldHaveSingleItem().ShouldContain("line 1 of ");
    }

    private void Write(string text)
    {
        File.Delete(FilePath);
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Refusal() => Should.Throw<StartupException>(() => _file.Load()).Message;
}
