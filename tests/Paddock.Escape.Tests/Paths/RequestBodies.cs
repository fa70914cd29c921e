using System.Text.Json;

namespace Paddock.Escape.Tests.Paths;

/// <summary>Bodies with one member as the test wants it, well-formed or not.</summary>
internal static class RequestBodies
{
    /// <summary>A call of <paramref name="code"/> with one more member, given as JSON.</summary>
    public static string With(string language, string code, string member, string json) =>
        $$"""{"language":"{{language}}","code":{{JsonSerializer.Serialize(code)}},"{{member}}":{{json}}}""";
}
