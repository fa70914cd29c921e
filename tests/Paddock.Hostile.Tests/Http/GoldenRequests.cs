using System.Text.Json;
using Paddock.Hostile.Tests.Json;

namespace Paddock.Hostile.Tests.Http;

/// <summary>The bodies of tests/vectors/http: the grammar that mutations start from.</summary>
internal static class GoldenRequests
{
    public static IReadOnlyList<byte[]> Bodies { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "http"), "request.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public static IReadOnlyList<JsonTree> Trees { get; } = [.. Bodies.Select(TryRead).OfType<JsonTree>()];

    private static JsonTree? TryRead(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return JsonTree.Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // broken on purpose: only its bytes are of use
        }
    }
}
