namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class ByteMutator
{
    private static readonly byte[] _bytes = [0, 1, 2, 3, 4, 9, 10, 13, 32, 0x22, 0x2C, 0x5B, 0x5C, 0x7B, 0x7F, 0x80, 0xC0, 0xC1, 0xED, 0xF4, 0xF5, 0xFE, 0xFF];
    private static readonly uint[] _numbers = [0, 1, 4, 5, 6, 0x7F, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x10000, 0x1000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];

    public static byte[] Mutate(Random random, byte[] data, params IReadOnlyList<byte[]> dictionary)
    {
        for (var changes = 1 + random.Next(3); changes > 0; changes--)
        {
            data = Once(random, data, dictionary);
        }

        return data;
    }

    public static T Any<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private static byte[] Once(Random random, byte[] data, IReadOnlyList<byte[]> dictionary)
    {
        var at = random.Next(data.Length + 1);
        var length = Math.Min(data.Length - at, 1 + random.Next(random.Next(4) == 0 ? Math.Max(1, data.Length) : 8));
        switch (random.Next(10))
        {
            case 0 when at < data.Length:
                return With(data, at, (byte)(data[at] ^ (1 << random.Next(8))));
            case 1 when at < data.Length:
                return With(data, at, random.Any(_bytes));
            case 2 when at < data.Length:
                return With(data, at, (byte)random.Next(256));
            case 3:
                return [.. data[..at], .. data[(at + length)..]];
            case 4:
                return data[..at];
            case 5:
                return [.. data[..at], .. data[at..(at + length)], .. data[at..]];
            case 6 when data.Length - at >= 4:
                return [.. data[..at], .. BitConverter.GetBytes(random.Any(_numbers)), .. data[(at + 4)..]];
            case 7 when dictionary.Count > 0:
                return [.. data[..at], .. random.Any(dictionary), .. data[at..]];
            case 8 when dictionary.Count > 0:
                var other = random.Any(dictionary);
                return [.. data[..at], .. other[random.Next(other.Length + 1)..]];
            default:
                var noise = new byte[1 + random.Next(8)];
                random.NextBytes(noise);
                return [.. data[..at], .. noise, .. data[at..]];
        }
    }

    private static byte[] With(byte[] data, int at, byte value)
    {
        byte[] changed = [.. data];
        changed[at] = value;
        return changed;
    }
}
