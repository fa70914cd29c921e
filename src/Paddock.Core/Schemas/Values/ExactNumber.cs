using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Paddock.Core.Schemas.Values;

/// <summary>
/// A JSON number, exactly: <c>1</c>, <c>1.0</c> and <c>10e-1</c> are the same, and <c>1e1000000000</c> is only one digit long. The value is
/// <see cref="Sign"/> × <see cref="Digits"/> × 10^<see cref="Exponent"/>.
/// </summary>
internal sealed class ExactNumber : IComparable<ExactNumber>
{
    // An exponent beyond this is taken for this: nothing that anybody counts is as large, and sums of such still fit into a long.
    private const long LargestExponent = 1_000_000_000_000_000;

    // As many digits as always fit into a long.
    private const int ChunkDigits = 18;

    private ExactNumber(int sign, string digits, long exponent) => (Sign, Digits, Exponent) = (sign, digits, exponent);

    /// <summary>1, 0 or -1.</summary>
    public int Sign { get; }

    /// <summary>Without zeros at either end; empty for zero.</summary>
    public string Digits { get; }

    public long Exponent { get; }

    /// <summary>True when there is no fraction.</summary>
    public bool IsWhole => Exponent >= 0;

    /// <summary>Reads an element that is a number.</summary>
    public static ExactNumber Of(JsonElement element) => Parse(JsonMarshal.GetRawUtf8Value(element));

    public int CompareTo(ExactNumber? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        int larger = (Exponent + Digits.Length).CompareTo(other.Exponent + other.Digits.Length);
        return Sign * (larger != 0 ? larger : string.CompareOrdinal(Digits, other.Digits));
    }

    /// <summary>The same for equal numbers.</summary>
    public int Hash() => HashCode.Combine(Sign, Digits, Exponent);

    /// <summary>True when this is a whole number of times <paramref name="divisor"/>, which is above zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (Sign == 0)
        {
            return true;
        }

        long shift = Exponent - divisor.Exponent;
        if (shift < 0)
        {
            return false; // ten divides the divisor more often than these digits, which do not end in zero
        }

        BigInteger modulus = BigInteger.Parse(divisor.Digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return (Remainder(modulus) * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
    }

    /// <summary>The digits, taken piece by piece: there may be millions of them.</summary>
    private BigInteger Remainder(BigInteger modulus)
    {
        BigInteger remainder = BigInteger.Zero;
        for (int start = 0; start < Digits.Length; start += ChunkDigits)
        {
            ReadOnlySpan<char> chunk = Digits.AsSpan(start, Math.Min(ChunkDigits, Digits.Length - start));
            long value = long.Parse(chunk, NumberStyles.None, CultureInfo.InvariantCulture);
            remainder = ((remainder * (long)Math.Pow(10, chunk.Length)) + value) % modulus;
        }

        return remainder;
    }

    private static ExactNumber Parse(ReadOnlySpan<byte> raw)
    {
        int sign = raw[0] == '-' ? -1 : 1;
        int exponentAt = raw.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = raw[(sign < 0 ? 1 : 0)..(exponentAt < 0 ? raw.Length : exponentAt)];
        int point = mantissa.IndexOf((byte)'.');
        int fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        string all = point < 0
            ? Encoding.ASCII.GetString(mantissa)
            : Encoding.ASCII.GetString(mantissa[..point]) + Encoding.ASCII.GetString(mantissa[(point + 1)..]);
        string trimmed = all.TrimEnd('0');
        string digits = trimmed.TrimStart('0');
        return digits.Length == 0
            ? new ExactNumber(0, "", 0)
            : new ExactNumber(sign, digits, ReadExponent(raw, exponentAt) - fraction + (all.Length - trimmed.Length));
    }

    private static long ReadExponent(ReadOnlySpan<byte> raw, int exponentAt)
    {
        if (exponentAt < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> exponent = raw[(exponentAt + 1)..];
        return long.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? Math.Clamp(value, -LargestExponent, LargestExponent)
            : exponent[0] == '-' ? -LargestExponent : LargestExponent;
    }
}
