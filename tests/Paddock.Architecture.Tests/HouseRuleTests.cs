using System.Text.RegularExpressions;

namespace Paddock.Architecture.Tests;

/// <summary>Rules of the house that no analyzer checks.</summary>
public sealed partial class HouseRuleTests
{
    public static TheoryData<string> SourceFiles =>
        [.. Sources.Files("src").Select(static file => Path.GetRelativePath(Sources.Root, file))];

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Classes_AreSealedStaticOrAbstract(string file) =>
        OpenClass().Matches(Read(file)).Select(static match => match.Value.Trim()).ShouldBeEmpty(file);

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_OfHabitualSize_StaysUnder400Lines(string file) =>
        Read(file).Count(static c => c == '\n').ShouldBeLessThan(400, file);

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Finished_HasNoNoteToSelf(string file) =>
        NoteToSelf().IsMatch(Read(file)).ShouldBeFalse(file);

    [Fact]
    public void EventIds_AcrossAllLogs_AreUnique()
    {
        IEnumerable<string> ids = Sources.Files("src").SelectMany(static file => EventId().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value));
        ids.GroupBy(static id => id).Where(static group => group.Count() > 1).Select(static group => group.Key).ShouldBeEmpty();
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Sources.Root, file));

    [GeneratedRegex(@"^\s*(public|internal|private|protected)( partial)? (class|record(?! struct)) \w+", RegexOptions.Multiline)]
    private static partial Regex OpenClass();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedException")]
    private static partial Regex NoteToSelf();

    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();
}
