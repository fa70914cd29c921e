using System.Runtime.CompilerServices;
using Paddock.Client.Errors;

namespace Paddock.Client.Paging;

/// <summary>Goes through a list page by page.</summary>
internal static class Pager
{
    /// <summary>Path and query of a page.</summary>
    public static string Path(string path, int? limit, string? startingAfter, string? more = null)
    {
        string query = string.Join('&', new[]
        {
            limit is { } most ? $"limit={most}" : null,
            startingAfter is { Length: > 0 } id ? $"starting_after={Uri.EscapeDataString(id)}" : null,
            more,
        }.OfType<string>());
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <summary>Asks for pages until one is empty.</summary>
    /// <param name="load">Asks for the page after an id.</param>
    /// <param name="startingAfter">Where to start.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<T> AllAsync<T>(
        Func<string?, CancellationToken, Task<Page<T>>> load, string? startingAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = startingAfter;
        while (true)
        {
            Page<T> page = await load(after, cancellationToken).ConfigureAwait(false);
            if (page.Items.Count == 0)
            {
                yield break;
            }

            foreach (T item in page.Items)
            {
                yield return item;
            }

            // A server that does not know starting_after would be asked for ever.
            after = page.NextStartingAfter != after
                ? page.NextStartingAfter
                : throw new InvalidResponseException($"the server answered starting_after={after} with a page that ends with {after} again");
        }
    }
}
