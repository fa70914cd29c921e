using System.Globalization;
using System.Text;

namespace Paddock.Core.Schemas.Formats;

/// <summary>What RFC 5891 and RFC 5892 allow in an international label of a host name.</summary>
internal static class InternationalLabel
{
    // RFC 5892, 2.6: what the general categories would get wrong.
    private static readonly HashSet<int> _allowed = [0x2D, 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007];
    private static readonly HashSet<int> _refused = [0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B];

    // Signs that leave a consonant without its vowel: after one of them a joiner has a meaning.
    private static readonly HashSet<int> _viramas =
    [
        0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD3B, 0xD3C, 0xD4D, 0xDCA, 0xE3A, 0xEBA, 0xF84, 0x1039, 0x103A, 0x1714, 0x1734, 0x17D2,
        0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED,
    ];

    // Arabic letters that join only to what stands before them.
    private static readonly HashSet<int> _joinBefore =
    [
        0x622, 0x623, 0x624, 0x625, 0x627, 0x629, 0x62F, 0x630, 0x631, 0x632, 0x648, 0x671, 0x672, 0x673, 0x675, 0x676, 0x677, .. Enumerable.Range(0x688, 18),
        0x6C0, .. Enumerable.Range(0x6C3, 9), 0x6CD, 0x6CF, 0x6D2, 0x6D3, 0x6D5,
    ];

    public static bool IsValid(int[] label)
    {
        bool hasDashes = label.Length > 3 && label[2] == '-' && label[3] == '-';
        if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || hasDashes || IsMark(label[0]))
        {
            return false;
        }

        return label.Select((_, index) => index).All(index => IsAllowed(label, index)) && !MixesDigits(label);
    }

    private static bool IsAllowed(int[] label, int at)
    {
        int before = at > 0 ? label[at - 1] : 0;
        int after = at + 1 < label.Length ? label[at + 1] : 0;
        return label[at] switch
        {
            0x00B7 => before == 'l' && after == 'l',
            0x0375 => after is (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF),
            0x05F3 or 0x05F4 => before is >= 0x590 and <= 0x5FF,
            0x30FB => label.Any(IsJapanese),
            0x200C => _viramas.Contains(before) || JoinsAround(label, at),
            0x200D => _viramas.Contains(before),
            int c when _allowed.Contains(c) => true,
            int c when _refused.Contains(c) => false,
            int c => Rune.IsValid(c) && IsLetterOrDigit(c),
        };
    }

    private static bool IsLetterOrDigit(int c) =>
        (c < 0x80 && char.IsAsciiLetterOrDigit((char)c))
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    private static bool IsMark(int c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsJapanese(int c) =>
        c is (>= 0x3041 and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF) or 0x3005 or 0x3007 or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0x20000 and <= 0x323AF);

    private static bool MixesDigits(int[] label) =>
        label.Any(static c => c is >= 0x660 and <= 0x669) && label.Any(static c => c is >= 0x6F0 and <= 0x6F9);

    /// <summary>RFC 5892, A.1: letters that would join if nothing stood between them.</summary>
    private static bool JoinsAround(int[] label, int at)
    {
        int before = at - 1;
        while (before >= 0 && IsMark(label[before]))
        {
            before--;
        }

        int after = at + 1;
        while (after < label.Length && IsMark(label[after]))
        {
            after++;
        }

        return before >= 0 && after < label.Length && IsArabicLetter(label[before]) && !_joinBefore.Contains(label[before]) && IsArabicLetter(label[after]);
    }

    private static bool IsArabicLetter(int c) => c is >= 0x620 and <= 0x6FF && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;
}
