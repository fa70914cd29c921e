using System.Globalization;
using Paddock.Core.Executions;

namespace Paddock.Core.Tests.Requests;

public sealed class FileRulesTests
{
    [Theory]
    [InlineData("contents")]
    [InlineData("content")]
    public void File_EitherSpellingOfContents_IsRead(string member) =>
        Parsing.Accept(Parsing.With($"\"files\":[{{\"path\":\"a/b.txt\",\"{member}\":\"x\\u0000é\"}}]")).Files
            .ShouldBe([new InputFile("a/b.txt", "x\0é")]);

    [Fact]
    public void File_BothSpellings_TheNewerCounts() =>
        Parsing.Accept(Parsing.With("\"files\":[{\"path\":\"a\",\"contents\":\"new\",\"content\":\"old\",\"mode\":5}]")).Files[0].Contents.ShouldBe("new");

    [Theory]
    [InlineData("{}", "files must be a list of objects with path and contents, not an object")]
    [InlineData("[null]", "files[0] must be an object with path and contents, not null")]
    [InlineData("""[{"path":"a","contents":""},5]""", "files[1] must be an object with path and contents, not a number")]
    [InlineData("""[{"contents":""}]""", "files[0].path is required and must be a string")]
    [InlineData("""[{"path":"a"}]""", "files[0].contents is required and must be a string")]
    [InlineData("""[{"path":"a","content":null}]""", "files[0].contents is required and must be a string")]
    [InlineData("""[{"path":"a","contents":[]}]""", "files[0].contents must be a string, not a list")]
    [InlineData("""[{"path":7,"contents":""}]""", "files[0].path must be a string, not a number")]
    public void File_WrongShape_IsRefused(string files, string message) =>
        Parsing.Reject(Parsing.With($"\"files\":{files}")).ShouldBe(message);

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("/etc/passwd", "must be relative; it stands under /mnt/req")]
    [InlineData("a\\u0000b", "must not contain control characters")]
    [InlineData("a\\nb", "must not contain control characters")]
    [InlineData(".", "must not have an empty, . or .. segment")]
    [InlineData("..", "must not have an empty, . or .. segment")]
    [InlineData("a/../b", "must not have an empty, . or .. segment")]
    [InlineData("./a", "must not have an empty, . or .. segment")]
    [InlineData("a//b", "must not have an empty, . or .. segment")]
    [InlineData("a/", "must not have an empty, . or .. segment")]
    public void Path_Unsafe_IsRefused(string path, string rule)
    {
        string message = Parsing.Reject(Parsing.With($"\"files\":[{{\"path\":\"ok\",\"contents\":\"\"}},{{\"path\":\"{path}\",\"contents\":\"\"}}]"));
        message.ShouldStartWith("files[1].path \"");
        message.ShouldEndWith(rule);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("a/.hidden")]
    [InlineData("back\\\\slash")]
    [InlineData(" ")]
    [InlineData("日本.txt")]
    public void Path_OddButSafe_IsTaken(string path) =>
        Parsing.Accept(Parsing.With($"\"files\":[{{\"path\":\"{path}\",\"contents\":\"\"}}]")).Files.Count.ShouldBe(1);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Path_Segment_IsLimited(int bytes, bool accepted) => Check(new string('a', bytes), accepted, "255 bytes");

    [Fact]
    public void Path_SegmentLimit_CountsBytes() => Check(new string('é', 128), false, "255 bytes");

    [Theory]
    [InlineData(4086, true)]
    [InlineData(4087, false)]
    public void Path_Total_IsLimited(int bytes, bool accepted) =>
        Check(string.Concat(Enumerable.Repeat(new string('a', 99) + "/", 41))[..(bytes - 1)].TrimEnd('/').PadRight(bytes, 'z'), accepted, "4086 bytes");

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1500, false)]
    public void Path_Segments_AreLimited(int segments, bool accepted) =>
        Check(string.Join('/', Enumerable.Repeat("d", segments)), accepted, $" has {segments} segments, but at most 64 are allowed");

    [Theory]
    [InlineData(2000, 1, true)]
    [InlineData(2001, 1, false)]
    [InlineData(2050, 50, false)]
    public void Files_Directories_AreLimitedTogether(int directories, int depth, bool accepted)
    {
        // "top" counts once, though all but one lie below it and "top-" would stand among them in plain ordinal order.
        string below = string.Concat(Enumerable.Repeat("d/", depth - 1));
        string[] paths = [.. Enumerable.Range(0, (directories - 1) / depth).Select(i => string.Create(CultureInfo.InvariantCulture, $"top/{i}/{below}f")), "top-", "top/g"];
        int expected = 1 + (directories - 1) / depth * depth;
        string body = Parsing.With($"\"files\":[{string.Join(',', paths.Reverse().Select(static path => $"{{\"path\":\"{path}\",\"contents\":\"\"}}"))}]");
        ExecutionsOptions options = new() { MaxFiles = 10_000 };
        if (accepted)
        {
            Parsing.Accept(body, options).Files.Count.ShouldBe(paths.Length);
        }
        else
        {
            Parsing.Reject(body, options).ShouldBe($"files need {expected} directories, but at most 2000 are allowed; nest them less");
        }
    }

    [Fact]
    public void Path_LoneSurrogate_IsRefused() =>
        Parsing.Reject(Parsing.With("""
            "files":[{"path":"\ud83d","contents":""}]
            """)).ShouldStartWith("files[0].path holds half of a surrogate pair");

    [Theory]
    [InlineData(new[] { "a", "b", "a" }, "files[2].path \"a\" is the path of files[0] too")]
    [InlineData(new[] { "a/b", "a" }, "files[0].path \"a/b\" needs a directory where files[1] is a file")]
    [InlineData(new[] { "a", "a-b", "a.b", "a/b/c" }, "files[3].path \"a/b/c\" needs a directory where files[0] is a file")]
    [InlineData(new[] { "x", "a/b/c", "a/b" }, "files[1].path \"a/b/c\" needs a directory where files[2] is a file")]
    public void Paths_InConflict_AreRefused(string[] paths, string message) =>
        Parsing.Reject(Parsing.With($"\"files\":[{string.Join(',', paths.Select(static path => $"{{\"path\":\"{path}\",\"contents\":\"\"}}"))}]")).ShouldStartWith(message);

    [Fact]
    public void Paths_OfNeighbours_AreNoConflict() =>
        Parsing.Accept(Parsing.With($"\"files\":[{string.Join(',', "a/b a/c a-b ab A".Split(' ').Select(static path => $"{{\"path\":\"{path}\",\"contents\":\"\"}}"))}]")).Files.Count.ShouldBe(5);

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Files_Count_IsLimited(int count, bool accepted)
    {
        string body = Parsing.With($"\"files\":[{string.Join(',', Enumerable.Range(0, count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{{\"path\":\"{i}\",\"contents\":\"\"}}")))}]");
        if (accepted)
        {
            Parsing.Accept(body).Files.Count.ShouldBe(count);
        }
        else
        {
            Parsing.Reject(body).ShouldBe("files has 1001 entries, but at most 1000 are allowed (Paddock__Executions__MaxFiles)");
        }
    }

    [Theory]
    [InlineData("éé", true)]
    [InlineData("ééx", false)]
    public void Files_TotalSize_IsLimitedInBytes(string second, bool accepted)
    {
        ExecutionsOptions options = new() { MaxFileBytesTotal = 8 };
        string body = Parsing.With($"\"files\":[{{\"path\":\"a\",\"contents\":\"1234\"}},{{\"path\":\"b\",\"contents\":\"{second}\"}}]");
        if (accepted)
        {
            Parsing.Accept(body, options).Files.Count.ShouldBe(2);
        }
        else
        {
            Parsing.Reject(body, options).ShouldBe("files have contents of 9 bytes together, but at most 8 are allowed (Paddock__Executions__MaxFileBytesTotal)");
        }
    }

    private static void Check(string path, bool accepted, string rule)
    {
        string body = Parsing.With($"\"files\":[{{\"path\":\"{path}\",\"contents\":\"\"}}]");
        if (accepted)
        {
            Parsing.Accept(body).Files[0].Path.ShouldBe(path);
        }
        else
        {
            Parsing.Reject(body).ShouldContain(rule);
        }
    }
}
