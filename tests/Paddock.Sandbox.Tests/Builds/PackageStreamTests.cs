using System.Text;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;

namespace Paddock.Sandbox.Tests.Builds;

public sealed class PackageStreamTests : IDisposable
{
    private const int MostBytes = 2 * 1024 * 1024;
    private const int MostFiles = 5;

    private static readonly BuildLimits s_limits = new(TimeSpan.FromMinutes(1), MemoryBytes: 1, MostBytes, MostFiles);

    private readonly string _folder = Directory.CreateTempSubdirectory("paddock-stream-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => PackageStore.Discard(_folder);

    [Fact]
    public void Stream_OfFiles_IsUnpackedWithTheirModes()
    {
        (string? failure, List<PackageFile> files) = Unpack(new PackageStreamWriter().File("a/b.py", "é").Lock().File("a/c", "", isExecutable: true).End().ToArray());
        failure.ShouldBeNull();
        File.ReadAllText(Path.Combine(_folder, "a/b.py")).ShouldBe("é");
        File.GetUnixFileMode(Path.Combine(_folder, "a/b.py")).ShouldBe(PackageFile.ModeOf(isExecutable: false));
        File.GetUnixFileMode(Path.Combine(_folder, "a/c")).ShouldBe(PackageFile.ModeOf(isExecutable: true));
        files.Select(static file => (file.Path, file.IsExecutable, file.Size)).ShouldBe([("a/b.py", false, 2), ("a/c", true, 0)]);
        files[1].Sha256.ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Fact]
    public void Stream_CutOffAnywhere_IsAFailure()
    {
        byte[] whole = new PackageStreamWriter().File("a/b.py").Lock().End().ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            Unpack(whole[..length]).Failure.ShouldNotBeNull().ShouldContain("ended before it had sent all");
            PackageStore.Discard(Path.Combine(_folder, "a"));
        }
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./x")]
    [InlineData("a//x")]
    [InlineData("a/")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31mb")]
    [InlineData("a\u0085b")]
    public void Path_ThatIsNotPlain_IsRefused(string path) => Fails(new PackageStreamWriter().File(path), "path is not allowed");

    [Fact]
    public void Path_NotUtf8_IsRefused() => Fails(new PackageStreamWriter().Entry(1, [0x61, 0xFF], []), "not UTF-8");

    [Fact]
    public void Path_Long_IsRefused() => Fails(new PackageStreamWriter().Head(1, uint.MaxValue, 0), "path of 4294967295 bytes");

    [Fact]
    public void Path_WithALongComponent_IsRefused() => Fails(new PackageStreamWriter().File(new string('a', 256)), "more than 255 bytes");

    [Fact]
    public void Path_AsLongAsAllowed_IsTaken() =>
        Unpack(new PackageStreamWriter().File(string.Join('/', Enumerable.Repeat(new string('a', 127), 8))).Lock().End().ToArray()).Failure.ShouldBeNull();

    [Fact]
    public void File_Twice_IsRefused() => Fails(new PackageStreamWriter().File("a").File("a"), "two entries at a");

    [Fact]
    public void File_WhereAFolderIs_IsRefused() => Fails(new PackageStreamWriter().File("a/b").File("a"), "two entries at a");

    [Fact]
    public void Folder_WhereAFileIs_IsRefused() => Fails(new PackageStreamWriter().File("a").File("a/b"), "a file at a, and files below it");

    [Fact]
    public void Files_MoreThanTheLimit_AreRefusedWithItsName()
    {
        var writer = new PackageStreamWriter();
        for (int i = 0; i <= MostFiles; i++)
        {
            writer.File($"{i}");
        }

        Fails(writer, "more than 5 files, the limit of this server (Runtimes__MaxPackageFiles raises it)");
    }

    [Fact]
    public void Bytes_MoreThanTheLimitTogether_AreRefusedWithItsName() =>
        Fails(new PackageStreamWriter().File("a", new string('x', MostBytes)).File("b", "x"), "more than 2 MiB, the limit of this server (Runtimes__MaxPackagesMiB raises it)");

    [Theory]
    [InlineData((ulong)long.MaxValue)]
    [InlineData(MostBytes + 1UL)]
    public void File_AnnouncedLargerThanTheLimit_IsRefusedBeforeItsBytes(ulong size) => Fails(new PackageStreamWriter().Head(1, 1, size).Raw([0x61]), "more than 2 MiB");

    [Fact]
    public void File_OfImpossibleSize_IsRefused() => Fails(new PackageStreamWriter().Head(1, 1, ulong.MaxValue).Raw([0x61]), "18446744073709551615 bytes of content");

    [Theory]
    [InlineData(5)]
    [InlineData(72)]
    [InlineData(255)]
    public void Entry_OfAnotherKind_IsRefused(byte kind) => Fails(new PackageStreamWriter().Entry(kind, [], []), $"kind {kind}");

    [Fact]
    public void Failure_InPlaceOfTheEnd_IsTheReasonWithoutControlCharacters() =>
        Unpack(new PackageStreamWriter().File("a").Entry(4, [], Encoding.UTF8.GetBytes("six 9\u001b[2J was not\nfound")).ToArray()).Failure.ShouldBe("six 9 [2J was not found");

    [Fact]
    public void Failure_OfAnySize_IsCutShort() =>
        Unpack(new PackageStreamWriter().Head(4, 0, ulong.MaxValue / 4).Raw(new byte[PackageStream.MaxFailureBytes]).ToArray()).Failure!.Length.ShouldBe(PackageStream.MaxFailureBytes);

    [Fact]
    public void Lock_Missing_IsRefused() => Fails(new PackageStreamWriter().File("a").End(), "no lock");

    [Fact]
    public void Lock_Twice_IsRefused() => Fails(new PackageStreamWriter().Lock().Lock(), "two locks");

    [Fact]
    public void Lock_TooLarge_IsRefused() => Fails(new PackageStreamWriter().Head(3, 0, PackageStream.MaxLockBytes + 1), "8388608 are allowed");

    [Fact]
    public void Lock_WithNul_IsRefused() => Fails(new PackageStreamWriter().Lock("a\0"), "not text");

    [Fact]
    public void Bytes_AfterTheEnd_AreRefused() => Fails(new PackageStreamWriter().Lock().End().Raw([0]), "after the end");

    [Fact]
    public void Text_InPlaceOfAStream_IsRefused() => Fails(new PackageStreamWriter().Raw(Encoding.UTF8.GetBytes("Collecting numpy, and more text")), "something else than packages");

    private void Fails(PackageStreamWriter writer, string message) => Unpack(writer.ToArray()).Failure.ShouldNotBeNull().ShouldContain(message);

    private (string? Failure, List<PackageFile> Files) Unpack(byte[] bytes)
    {
        var stream = new PackageStream(new MemoryStream(bytes), s_limits);
        List<PackageFile> files = PackageUnpacker.Unpack(stream, _folder, Ct);
        return (stream.Failure, files);
    }
}
