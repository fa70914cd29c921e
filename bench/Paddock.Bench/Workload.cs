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
    /// <param name="server">Who is asked.</param>
    /// <param name="revision">What to run on; null: the plain runtime.</param>
    public byte[] Request(BenchServer server, string? revision = null) => server.Request(
        "POST",
        "/v1/execute-function",
        $$"""{"language":"{{Language}}","code":{{JsonSerializer.Serialize(Code)}},"input":{{Input}}{{(revision is null ? "" : $",\"runtime_revision_id\":\"{revision}\"")}}}""");

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
