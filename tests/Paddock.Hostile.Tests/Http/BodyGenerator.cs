using System.Text;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Hostile.Tests.Json;

namespace Paddock.Hostile.Tests.Http;

/// <summary>Makes request bodies: golden ones changed as JSON, as bytes, or both.</summary>
internal static class BodyGenerator
{
    private static readonly byte[][] _pieces =
    [
        [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0], .. new[]
        {
            "\\u0000", "\\ud800", "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1e999", "\"language\":", "\"code\":", "\"input\":", "\"limits\":{", "\"files\":[{",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Body(Random random)
    {
        var body = random.Next(8) switch
        {
            0 => random.Any(GoldenRequests.Bodies),
            1 => JsonMutator.Full(random).ToBytes(),
            2 => JsonMutator.Mutate(random, JsonMutator.Full(random)).ToBytes(),
            _ => JsonMutator.Mutate(random, random.Any(GoldenRequests.Trees)).ToBytes(),
        };
        return random.Next(4) == 0 ? Bytes(random, body) : body;
    }

    public static byte[] Bytes(Random random, byte[] body) => ByteMutator.Mutate(random, body, _pieces);
}
