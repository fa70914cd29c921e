using System.Globalization;
using Paddock.Contracts.Ids;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Paging;

/// <summary>Rules for <c>limit</c> and <c>starting_after</c> of every list.</summary>
internal static class PageRules
{
    /// <summary>The most items of a page, and as many as there are when nobody says.</summary>
    public const int MaxLimit = 100;

    /// <summary>Reads what stands in the query; null and a page when all is well.</summary>
    /// <param name="limit">The text of <c>limit</c>; null or empty when it is not there.</param>
    /// <param name="startingAfter">The text of <c>starting_after</c>, likewise.</param>
    /// <param name="page">What is asked for.</param>
    public static Rejection? Read(string? limit, string? startingAfter, out Page page)
    {
        page = new Page(MaxLimit, null);
        int most = MaxLimit;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most > MaxLimit))
        {
            return Rejection.Invalid($"limit is {Show.Text(limit)}, but must be a whole number from 1 to {MaxLimit}; leave it out, or send 0, for {MaxLimit}");
        }

        if (!string.IsNullOrEmpty(startingAfter) && !Ulid.IsValid(startingAfter))
        {
            return Rejection.Invalid($"starting_after is {Show.Text(startingAfter)}, but must be the id of the last item of the page before: {Ulid.Length} capital letters and digits");
        }

        page = new Page(most == 0 ? MaxLimit : most, string.IsNullOrEmpty(startingAfter) ? null : startingAfter);
        return null;
    }
}
