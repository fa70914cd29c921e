using System.Globalization;

namespace Paddock.Core.Schemas.Formats;

/// <summary>Dates and times of RFC 3339.</summary>
internal static class TimeFormats
{
    private const int DateLength = 10;
    private const int TimeLength = 8;
    private const int MinutesOfADay = 24 * 60;

    public static bool IsDate(string text) => IsDate(text.AsSpan());

    public static bool IsDateTime(string text) =>
        text.Length > DateLength && text[DateLength] is 'T' or 't' && IsDate(text.AsSpan(0, DateLength)) && IsTime(text.AsSpan(DateLength + 1));

    public static bool IsTime(string text) => IsTime(text.AsSpan());

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == DateLength
        && text[4] == '-'
        && text[7] == '-'
        && TryDigits(text[..4], out int year)
        && TryDigits(text[5..7], out int month)
        && TryDigits(text[8..], out int day)
        && month is >= 1 and <= 12
        && day >= 1

        // The year 0 is a leap year, as 2000 is, which .NET knows.
        && day <= DateTime.DaysInMonth(year == 0 ? 2000 : year, month);

    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length <= TimeLength
            || text[2] != ':'
            || text[5] != ':'
            || !TryDigits(text[..2], out int hour)
            || !TryDigits(text[3..5], out int minute)
            || !TryDigits(text[6..8], out int second)
            || hour > 23
            || minute > 59
            || second > 60)
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[TimeLength..];
        if (rest[0] == '.')
        {
            int digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        // A leap second is the last of a day in UTC.
        return TryOffset(rest, out int offset) && (second < 60 || ((hour * 60) + minute - offset + MinutesOfADay) % MinutesOfADay == MinutesOfADay - 1);
    }

    /// <summary>The offset from UTC in minutes.</summary>
    private static bool TryOffset(ReadOnlySpan<char> text, out int offset)
    {
        offset = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6
            || text[0] is not ('+' or '-')
            || text[3] != ':'
            || !TryDigits(text[1..3], out int hours)
            || !TryDigits(text[4..], out int minutes)
            || hours > 23
            || minutes > 59)
        {
            return false;
        }

        offset = ((hours * 60) + minutes) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange('0', '9') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
