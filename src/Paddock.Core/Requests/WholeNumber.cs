using System.Globalization;
using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>Reads a JSON number exactly: <c>5</c>, <c>5.0</c> and <c>50e-1</c> are the same whole number, <c>1.5</c> is none.</summary>
internal static class WholeNumber
{
    // As many digits as always fit into a long.
    private const int MaxDigits = 18;

    /// <summary>False when there is a fraction. A number that is too large for a <see cref="long"/> comes out as its largest or smallest.</summary>
    public static bool TryRead(JsonElement element, out long value)
    {
        if (element.TryGetInt64(out value))
        {
            return true;
        }

        string text = element.GetRawText();
        bool negative = text[0] == '-';
        int exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = text.AsSpan(negative ? 1 : 0, (exponentAt < 0 ? text.Length : exponentAt) - (negative ? 1 : 0));
        int point = mantissa.IndexOf('.');
        int fractionDigits = point < 0 ? 0 : mantissa.Length - point - 1;
        string digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        string significant = digits.TrimEnd('0');
        long shift = Exponent(text, exponentAt) - fractionDigits + (digits.Length - significant.Length);
        if (significant.Length > 0 && shift < 0)
        {
            value = 0;
            return false;
        }

        value = Compose(significant, shift, negative);
        return true;
    }

    private static long Compose(string significant, long shift, bool negative)
    {
        if (significant.Length == 0)
        {
            return 0;
        }

        if (significant.Length + shift > MaxDigits)
        {
            return negative ? long.MinValue : long.MaxValue;
        }

        long magnitude = long.Parse(significant.PadRight(significant.Length + (int)shift, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        return negative ? -magnitude : magnitude;
    }

    private static long Exponent(string text, int exponentAt)
    {
        if (exponentAt < 0)
        {
            return 0;
        }

        ReadOnlySpan<char> exponent = text.AsSpan(exponentAt + 1);
        return int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : exponent[0] == '-' ? int.MinValue : int.MaxValue;
    }
}
