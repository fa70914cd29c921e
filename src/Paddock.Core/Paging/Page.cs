namespace Paddock.Core.Paging;

/// <summary>Which part of a list is asked for. Lists go from the newest to the oldest.</summary>
/// <param name="Limit">The most items, 1 to 100.</param>
/// <param name="StartingAfter">The id of the last item of the page before; null: from the newest on.</param>
public sealed record Page(int Limit, string? StartingAfter);
