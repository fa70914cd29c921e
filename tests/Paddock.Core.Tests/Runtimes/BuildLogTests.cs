using System.Text;
using Paddock.Core.Grants;
using Paddock.Core.Runtimes;
using Paddock.Core.Secrets;

namespace Paddock.Core.Tests.Runtimes;

public sealed class BuildLogTests
{
    private const string Password = "hunter22-is-long";

    [Theory]
    [InlineData("a\r\nb\rc\td\0\x1b[31;1mred\x1b[0m\a\x7f\u009b", "a\nb\nc\tdred")]
    [InlineData("é€😀", "é€😀")]
    public void Log_InPieces_HasNoControlCharacterButNewlineAndTab(string text, string shown)
    {
        BuildLog log = new(4096, []);
        foreach (byte piece in Encoding.UTF8.GetBytes(text))
        {
            log.Add([piece]);
        }

        log.ToString().ShouldBe(shown);
    }

    [Fact]
    public void Line_ThatPretendsToBeOurs_IsSeenToBeNone()
    {
        BuildLog log = new(10_000, []);
        log.Say("building");
        foreach (byte part in "paddock: succeeded\nsaid paddock: fine\n\u0001paddock: succeeded\n"u8)
        {
            log.Add([part]);
        }

        log.Say("failed");

        log.ToString().ShouldBe("paddock: building\n| paddock: succeeded\nsaid paddock: fine\n| paddock: succeeded\npaddock: failed\n");
    }

    [Fact]
    public void Marks_ThatTurnTheDirectionOfText_AreLeftOut()
    {
        BuildLog log = new(10_000, []);

        log.Add("a\u202eb\u2066c\u2069d\u202c"u8);

        log.ToString().ShouldBe("abcd");
    }

    [Fact]
    public void Bytes_ThatAreNoUtf8_AreReplaced()
    {
        BuildLog log = new(4096, []);
        log.Add([(byte)'a', 0xff, 0xe2, 0x82, (byte)'b']);
        log.ToString().ShouldBe("a\ufffd\ufffdb");
    }

    [Fact]
    public void Sentence_OfOurs_IsALineOfItsOwn()
    {
        BuildLog log = new(4096, []);
        log.Say("one");
        log.Add("half\x1b["u8);
        log.Say("two\nlines");
        log.ToString().ShouldBe("paddock: one\nhalf\npaddock: two lines\n");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Log_ThatIsLong_KeepsItsBeginningAndItsEnd(int piece)
    {
        StringBuilder text = new();
        for (int i = 0; text.Length < 50_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"zeile {i} — {i}\n");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        BuildLog log = new(4096, []);
        for (int at = 0; at < bytes.Length; at += piece)
        {
            log.Add(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        string shown = log.ToString();
        Encoding.UTF8.GetByteCount(shown).ShouldBeLessThanOrEqualTo(4096);
        string[] parts = shown.Split('\n');
        int gap = Array.FindIndex(parts, static line => line.StartsWith("paddock: ", StringComparison.Ordinal));
        parts[gap].ShouldBe($"paddock: {bytes.Length - 4096 + 160} bytes are left out here; Runtimes__MaxLogBytes keeps more");
        text.ToString().ShouldStartWith(string.Join('\n', parts[..gap]));
        text.ToString().ShouldEndWith(string.Join('\n', parts[(gap + 1)..]));
        shown.ShouldNotContain('\ufffd');
    }

    [Fact]
    public void Credentials_OfTheOperator_AreMaskedEvenInPieces()
    {
        BuildLog log = new(4096, [new BasicCredential(new Secret("user"), new Secret(Password))]);
        log.Add("see https://user:hunter22"u8);
        log.Add("-is-long@h/ and "u8);
        log.Add(Encoding.UTF8.GetBytes($"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Password}"))}\n"));
        log.ToString().ShouldBe("see https://***@h/ and Authorization: Basic ***\n");
    }

    [Fact]
    public void Credentials_WhereALogIsCut_LeaveNoHalf()
    {
        for (int shift = 0; shift < Password.Length; shift++)
        {
            BuildLog log = new(4096, [new BearerCredential(new Secret(Password))]);
            log.Add(Encoding.UTF8.GetBytes(new string('.', shift)));
            for (int i = 0; i < 3000; i++)
            {
                log.Add(Encoding.UTF8.GetBytes(Password));
            }

            string shown = log.ToString();
            shown.ShouldNotContain("hunt");
            shown.ShouldNotContain("long");
            shown.ShouldContain("bytes are left out here");
        }
    }
}
