using System.Text;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Hostile.Tests.Http;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Hostile.Tests.Frames;

/// <summary>Makes what a malicious cell would send as its result.</summary>
internal static class FrameGenerator
{
    private static readonly byte[][] _golden =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "frames"), "*.hex").Order(StringComparer.Ordinal).Select(static file => Vectors.Read(Path.GetFileNameWithoutExtension(file)))];

    private static readonly byte[][] _pieces =
        [[2], [0, 0, 0, 0, 2], [255, 255, 255, 255, 2], [0xFF, 0xFF, 0xFF, 0x7F, 2], .. new[] { "[", "]", "{", "\"", "\\", "\\u0000", "\\ud800", "1", "e", "-", ".", "null" }.Select(Encoding.UTF8.GetBytes)];

    public static byte[] Frame(Random random, int cap)
    {
        var frame = random.Next(6) switch
        {
            0 => random.Any(_golden),
            1 => FakeCell.Frame((byte)random.Next(4), random.Any([0, 1, -1, 255, 256, int.MinValue, int.MaxValue, random.Next()]), random.Any(["", "1", "null", "[]", " [1] ", "\"\\ud800\""])),
            2 => FakeCell.Frame(0, 0, Nested(random)),
            3 => FakeCell.Frame(0, 0, new string('1', random.Any([cap - 6, cap - 5, cap - 4, cap]) is var size && size > 0 ? size : 1)),
            _ => FakeCell.Frame(0, random.Next(3), Encoding.UTF8.GetString(BodyGenerator.Body(random))),
        };
        return random.Next(3) switch
        {
            0 => frame,
            1 => [.. frame[..Math.Min(5, frame.Length)], .. ByteMutator.Mutate(random, frame[Math.Min(5, frame.Length)..], _pieces)],
            _ => ByteMutator.Mutate(random, frame, _pieces),
        };
    }

    /// <summary>In pieces as the kernel might deliver them.</summary>
    public static IEnumerable<byte[]> Cut(Random random, byte[] data)
    {
        var most = random.Any([1, 4, 5, 6, 100, 100_000, 100_000]);
        for (var at = 0; at < data.Length;)
        {
            // Many bytes one at a time take long and show nothing new.
            var length = Math.Min(data.Length - at, at > 200 ? 100_000 : 1 + random.Next(most));
            yield return data[at..(at + length)];
            at += length;
        }
    }

    private static string Nested(Random random)
    {
        var depth = random.Any([1, 10, 998, 999, 1000, 1001, 1002, 1500]);
        return random.Next(2) == 0
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + random.Any(["1", "", "[", "{}"]) + new string('}', depth);
    }
}
