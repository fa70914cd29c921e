namespace Paddock.Core.Grants;

/// <summary>What became of a grant.</summary>
/// <param name="Requests">The requests in the order they came, at most a fixed number of them.</param>
/// <param name="UnlistedRequests">How many more there were.</param>
/// <param name="Notes">What the code should be told, as whole sentences without a prefix, each once.</param>
internal sealed record GrantReport(IReadOnlyList<GrantRequest> Requests, long UnlistedRequests, IReadOnlyList<string> Notes)
{
    /// <summary>Of a grant that was never used.</summary>
    public static GrantReport Empty { get; } = new([], 0, []);
}
