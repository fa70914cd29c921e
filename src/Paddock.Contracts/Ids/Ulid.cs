using System.Buffers;
using System.Security.Cryptography;

namespace Paddock.Contracts.Ids;

/// <summary>Identifiers of 26 characters that sort by time: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32.</summary>
public static class Ulid
{
    /// <summary>Characters in every ULID.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int TimeCharacters = 10;
    private const int RandomBytes = 10;

    private static readonly SearchValues<char> _digits = SearchValues.Create(Alphabet);

    /// <summary>Makes a new one. Two made in the same millisecond are not ordered.</summary>
    /// <param name="now">The time it carries, 1970 or later.</param>
    public static string Create(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Create(now, random);
    }

    /// <summary>Tells whether <paramref name="text"/> is a ULID in upper case, as <see cref="Create(DateTimeOffset)"/> writes it.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length == Length && text[0] <= '7' && !text.ContainsAnyExcept(_digits);

    internal static string Create(DateTimeOffset now, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, DateTimeOffset.UnixEpoch);
        Span<char> text = stackalloc char[Length];
        long milliseconds = now.ToUnixTimeMilliseconds();
        for (int i = TimeCharacters - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }

        // 80 bits are 16 characters exactly: two groups of 5 bytes, 8 characters each.
        for (int group = 0; group < 2; group++)
        {
            ulong bits = 0;
            foreach (byte b in random.Slice(group * 5, 5))
            {
                bits = (bits << 8) | b;
            }

            for (int i = 7; i >= 0; i--)
            {
                text[TimeCharacters + (group * 8) + i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        }

        return new string(text);
    }
}
