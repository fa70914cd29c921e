using Paddock.Core.Paging;

namespace Paddock.Storage.Engines;

/// <summary>Ids that callers give: any text. Those that are stored are visible ASCII below the tilde, and are ordered by their bytes.</summary>
internal static class Ids
{
    /// <summary>Comes after every id.</summary>
    private const string End = "~";

    private const char FirstVisible = ' ';
    private const char LastVisible = '~';

    /// <summary>Whether there could be something of this id. Others need not, and some cannot, be asked for.</summary>
    public static bool MayExist(string id) => id.Length > 0 && !id.AsSpan().ContainsAnyExceptInRange(FirstVisible, LastVisible);

    /// <summary>What the ids of <paramref name="page"/> come before: text that every engine takes and that orders as the given one does among stored ids.</summary>
    public static string Before(Page page)
    {
        string after = page.StartingAfter ?? End;
        int odd = 0;
        while (odd < after.Length && after[odd] is >= FirstVisible and <= LastVisible)
        {
            odd++;
        }

        if (odd == after.Length)
        {
            return after;
        }

        // Below or above whatever may follow there, as the odd character was.
        return string.Concat(after.AsSpan(0, odd), after[odd] < FirstVisible ? " " : End);
    }
}
