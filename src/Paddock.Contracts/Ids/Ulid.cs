using System.Buffers;
using System.Buffers.Binary;
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

    // Steps of up to 2^48 within a millisecond: 2^31 of them fit into the upper half.
    private const int StepShift = 32;

    private static readonly SearchValues<char> _digits = SearchValues.Create(Alphabet);
    private static readonly Lock _lock = new();
    private static long _lastMilliseconds = -1;
    private static UInt128 _lastRandom;

    /// <summary>Makes a new one with 80 random bits. Two made in the same millisecond are not ordered.</summary>
    /// <param name="now">The time it carries, 1970 or later.</param>
    public static string Create(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Create(now, random);
    }

    /// <summary>
    /// Makes a new one that sorts behind all that this process made before for the same millisecond: for what is listed by its id. It is unique, but no secret: within a
    /// millisecond the next one is not far.
    /// </summary>
    /// <param name="now">The time it carries, 1970 or later.</param>
    public static string Next(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[sizeof(ulong) * 2];
        RandomNumberGenerator.Fill(random[^RandomBytes..]);
        random[..^RandomBytes].Clear();
        lock (_lock)
        {
            long milliseconds = now.ToUnixTimeMilliseconds();
            UInt128 next = BinaryPrimitives.ReadUInt128BigEndian(random);

            // The first of a millisecond begins in the lower half, so that there is always room above it.
            next = milliseconds == _lastMilliseconds ? _lastRandom + 1 + (next >> StepShift) : next >> 1;
            _lastMilliseconds = milliseconds;
            _lastRandom = next;
            BinaryPrimitives.WriteUInt128BigEndian(random, next);
        }

        return Create(now, random[^RandomBytes..]);
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
