namespace Paddock.Client.Paging;

/// <summary>Which executions are asked for. Lists go newest first.</summary>
public sealed record ExecutionListParameters
{
    /// <summary>Most items of a page, 1 to 100; null or 0 leave it to the server, which gives 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The id after which the page starts; null starts at the newest.</summary>
    public string? StartingAfter { get; init; }

    /// <summary>True asks only for those with an exit code other than 0; null or false for all.</summary>
    public bool? OnlyNonZeroExitCodes { get; init; }
}
