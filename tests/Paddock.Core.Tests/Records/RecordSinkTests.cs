using System.Text;
using System.Text.Json;
using Paddock.Core.Records;

namespace Paddock.Core.Tests.Records;

public sealed class RecordSinkTests
{
    private const int MaxText = 64;

    public static TheoryData<string, int> Texts()
    {
        TheoryData<string, int> texts = [];
        foreach (string piece in new[] { "x", "é", "😀", "\\u00e9", "\\ud83d\\ude00", "\\\\", "\\\"", "\\n" })
        {
            for (int before = 0; before < 8; before++)
            {
                texts.Add(piece, before);
            }
        }

        return texts;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_ThatIsTooLong_IsCutBetweenCharacters(string piece, int before)
    {
        string json = $"\"{new string('a', before)}{string.Concat(Enumerable.Repeat(piece, 100))}\"";
        RecordSink sink = new(null, long.MaxValue, MaxText);
        sink.Value(Encoding.UTF8.GetBytes(json), saysOmissions: false);

        string kept = JsonSerializer.Deserialize<string>(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(sink.ToArray())).ShouldNotBeNull();

        int cut = kept.IndexOf("… (cut by Paddock: ", StringComparison.Ordinal);
        cut.ShouldBeInRange(MaxText / 8, MaxText + 4);
        JsonSerializer.Deserialize<string>(json).ShouldNotBeNull().ShouldStartWith(kept[..cut]);
        char.IsHighSurrogate(kept[cut - 1]).ShouldBeFalse("half of a character is none");
    }

    [Fact]
    public void Text_OfTheMostBytes_IsWhole()
    {
        RecordSink sink = new(null, long.MaxValue, MaxText);
        sink.Value(Encoding.UTF8.GetBytes($"\"{new string('é', MaxText / 2)}\""), saysOmissions: false);
        Encoding.UTF8.GetString(sink.ToArray()).ShouldBe($"\"{new string('é', MaxText / 2)}\"");
    }
}
