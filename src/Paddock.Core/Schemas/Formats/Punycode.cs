namespace Paddock.Core.Schemas.Formats;

/// <summary>Decodes what stands behind <c>xn--</c>, RFC 3492.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int LeastThreshold = 1;
    private const int MostThreshold = 26;
    private const int FirstDamp = 700;
    private const int Skew = 38;
    private const int FirstBias = 72;
    private const int FirstNotAscii = 0x80;

    /// <summary>False when it is none. Labels are short, so the plain insertion of the RFC will do.</summary>
    public static bool TryDecode(string text, out int[] codePoints)
    {
        int end = text.LastIndexOf('-');
        List<int> decoded = [.. text[..Math.Max(end, 0)].Select(static c => (int)c)];
        codePoints = [];
        int next = FirstNotAscii;
        int at = 0;
        int bias = FirstBias;
        int position = end < 0 ? 0 : end + 1;
        if (position == text.Length)
        {
            return false;
        }

        while (position < text.Length)
        {
            int before = at;
            if (!TryReadDelta(text, ref position, bias, ref at))
            {
                return false;
            }

            int count = decoded.Count + 1;
            bias = Adapt(at - before, count, isFirst: before == 0);
            next += at / count;
            if (next > 0x10FFFF)
            {
                return false;
            }

            at %= count;
            decoded.Insert(at++, next);
        }

        codePoints = [.. decoded];
        return true;
    }

    private static bool TryReadDelta(string text, ref int position, int bias, ref int value)
    {
        long weight = 1;
        long sum = value;
        for (int threshold = Base; ; threshold += Base)
        {
            int digit = position < text.Length ? Digit(text[position++]) : -1;
            sum += digit * weight;
            if (digit < 0 || sum > int.MaxValue)
            {
                return false;
            }

            value = (int)sum;
            int t = Math.Clamp(threshold - bias, LeastThreshold, MostThreshold);
            if (digit < t)
            {
                return true;
            }

            weight *= Base - t;
        }
    }

    private static int Digit(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / FirstDamp : delta / 2;
        delta += delta / count;
        int k = 0;
        for (; delta > (Base - LeastThreshold) * MostThreshold / 2; k += Base)
        {
            delta /= Base - LeastThreshold;
        }

        return k + ((Base - LeastThreshold + 1) * delta / (delta + Skew));
    }
}
