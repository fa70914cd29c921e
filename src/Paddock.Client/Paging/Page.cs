namespace Paddock.Client.Paging;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The newest first; empty at the end of the list, and only there.</param>
/// <param name="NextStartingAfter">What to give as <c>StartingAfter</c> for the page that follows: the id of the last item; null when there is none.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextStartingAfter);
