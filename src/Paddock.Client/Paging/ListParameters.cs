namespace Paddock.Client.Paging;

/// <summary>Which part of a list is asked for. Lists go newest first.</summary>
public sealed record ListParameters
{
    /// <summary>Most items of a page, 1 to 100; null or 0 leave it to the server, which gives 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The id after which the page starts; null starts at the newest.</summary>
    public string? StartingAfter { get; init; }
}
