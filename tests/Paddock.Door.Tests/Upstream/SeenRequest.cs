namespace Paddock.Door.Tests.Upstream;

/// <summary>A request as it arrived behind the door.</summary>
internal sealed record SeenRequest(string Protocol, string Method, string Host, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
