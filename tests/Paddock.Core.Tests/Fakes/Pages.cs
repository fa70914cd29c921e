using Paddock.Core.Paging;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Cuts pages as a store does.</summary>
internal static class Pages
{
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> items, Func<T, string> id, Page page) =>
        [.. items
            .Where(item => page.StartingAfter is null || string.CompareOrdinal(id(item), page.StartingAfter) < 0)
            .OrderByDescending(id, StringComparer.Ordinal)
            .Take(page.Limit)];
}
