using System.Text;
using System.Text.Json;

namespace Paddock.Bench;

/// <summary>The example every row runs: <c>{"name":"John"}</c> in, the name and <c>"executed": true</c> out.</summary>
/// <param name="Language">As the API calls it.</param>
/// <param name="Code">The function.</param>
internal sealed record Workload(string Language, string Code)
{
    public const string Input = """{"name":"John"}""";

    public static readonly Workload Python = new("python", "def execute(input): return { \"name\": input[\"name\"], \"executed\": True }");

    public static readonly Workload JavaScript = new("javascript", "function execute(input) { return { name: input.name, executed: true }; }");

    public static readonly Workload TypeScript = new(
        "typescript", "function execute(input: { name: string }): { name: string; executed: boolean } { return { name: input.name, executed: true }; }");

    public static IReadOnlyList<Workload> All => [Python, JavaScript, TypeScript];

    /// <summary>The whole HTTP request.</summary>
    /// <param name="port">The server's.</param>
    /// <param name="key">The server's.</param>
    /// <param name="revision">What to run on; null: the plain runtime.</param>
    public byte[] Request(int port, string key, string? revision = null)
    {
        var body = $$"""{"language":"{{Language}}","code":{{JsonSerializer.Serialize(Code)}},"input":{{Input}}{{(revision is null ? "" : $",\"runtime_revision_id\":\"{revision}\"")}}}""";
        return Encoding.UTF8.GetBytes(
            $"POST /v1/execute-function HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    /// <summary>The answer is the one that this input must give.</summary>
    public static bool IsRight(int status, ReadOnlySpan<byte> body)
    {
        if (status != 200)
        {
            return false;
        }

        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("output_status", out var outputStatus) && outputStatus.ValueEquals("valid"u8)
            && document.RootElement.TryGetProperty("output", out var output)
            && output.TryGetProperty("name", out var name) && name.ValueEquals("John"u8)
            && output.TryGetProperty("executed", out var executed) && executed.ValueKind == JsonValueKind.True;
    }
}
