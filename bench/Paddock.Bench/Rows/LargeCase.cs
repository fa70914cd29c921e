using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Paddock.Bench.Rows;

/// <summary>One value of 10 MiB of JSON on its way into or out of a function.</summary>
/// <param name="Language">As the API calls it.</param>
/// <param name="Kind">A string, or an array of numbers.</param>
/// <param name="IsInput">Whether the function takes it, or returns it.</param>
internal sealed record LargeCase(string Language, LargeKind Kind, bool IsInput)
{
    private const int MiB = 1024 * 1024;
    private const int Bytes = 10 * MiB;

    /// <summary>0 to 1,449,998 without a space is 10 MiB and a little.</summary>
    private const int Numbers = 1_449_999;

    public static IReadOnlyList<LargeCase> All { get; } =
    [
        .. from language in new[] { "python", "javascript" }
           from kind in new[] { LargeKind.String, LargeKind.Numbers }
           from isInput in new[] { true, false }
           select new LargeCase(language, kind, isInput),
    ];

    public string Name => $"{Language}_{(Kind == LargeKind.String ? "string" : "numbers")}_{(IsInput ? "in" : "out")}";

    public string Label => $"{Language}, 10 MiB {(Kind == LargeKind.String ? "string" : "of numbers")} {(IsInput ? "in" : "out")}";

    /// <summary>The value as JSON.</summary>
    public static byte[] Document(LargeKind kind) => Encoding.ASCII.GetBytes(
        kind == LargeKind.String ? $"\"{new string('x', Bytes)}\"" : $"[{string.Join(',', Enumerable.Range(0, Numbers))}]");

    /// <summary>The body of the request. More memory than by default: an array of numbers takes several times its JSON.</summary>
    public string Body()
    {
        var input = IsInput ? Encoding.ASCII.GetString(Document(Kind)) : "null";
        return $$$"""{"language":"{{{Language}}}","code":{{{JsonSerializer.Serialize(Code())}}},"input":{{{input}}},"limits":{"memory_size":1024,"execution_timeout":60}}""";
    }

    /// <summary>The whole value came in, or out; by its length, for the client shares the cores.</summary>
    public bool IsRight(int status, ReadOnlySpan<byte> answer)
    {
        if (status != 200 || answer.IndexOf("\"output_status\":\"valid\""u8) < 0)
        {
            return false;
        }

        var length = Kind == LargeKind.String ? Bytes : Numbers;
        return IsInput
            ? answer.IndexOf(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"output\":{length}"))) >= 0
            : answer.Length > Bytes;
    }

    private string Code() => (Language, IsInput, Kind) switch
    {
        ("python", true, _) => "def execute(input): return len(input)",
        ("python", false, LargeKind.String) => $"def execute(input): return 'x' * {Bytes}",
        ("python", false, _) => $"def execute(input): return list(range({Numbers}))",
        (_, true, _) => "function execute(input) { return input.length; }",
        (_, false, LargeKind.String) => $"function execute(input) {{ return 'x'.repeat({Bytes}); }}",
        _ => $"function execute(input) {{ return [...Array({Numbers}).keys()]; }}",
    };
}
