using System.CommandLine;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Client.Paging;

namespace Paddock.Cli.Commands;

/// <summary>Which part of a list is shown.</summary>
internal sealed class PageOptions
{
    // what a server gives when nobody says otherwise
    private const int UsualLimit = 100;

    private readonly Option<long?> _limit = NumberOption.Create("--limit", "N", "Most items, or those of a page with --all; 1 to 100. Default: 100", "a number from 1 to 100");

    private readonly Option<string?> _after = new("--after") { HelpName = "ID", Description = "Start after this id, that is with what is older" };

    private readonly Option<bool> _all = new("--all") { Description = "Ask for page after page, to the end" };

    public void AddTo(Command command)
    {
        command.Add(_limit);
        command.Add(_after);
        command.Add(_all);
    }

    /// <summary>Gets the items and prints them: a table, or the answer with <c>--json</c>.</summary>
    /// <param name="session">The command.</param>
    /// <param name="member">The member of the answer that has the items.</param>
    /// <param name="load">Asks for a page, with a limit and the id before it.</param>
    /// <param name="print">Prints the items.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> PrintAsync<T>(
        Session session, string member, Func<int?, string?, Task<Page<T>>> load, Action<IReadOnlyList<T>> print, CancellationToken cancellationToken)
    {
        int? limit = session.Parsed.GetValue(_limit) is { } most ? (int)Math.Min(most, int.MaxValue) : null;
        bool all = session.Parsed.GetValue(_all);
        List<T> items = [];
        string? after = session.Parsed.GetValue(_after);
        Page<T> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await load(limit, after).ConfigureAwait(false);
            items.AddRange(page.Items);
            after = page.NextStartingAfter;
        }
        while (all && page.Items.Count > 0);

        if (session.Json)
        {
            session.Printer.Bytes(session.Answers is [var only] ? only : MergedPages.Merge(session.Answers, member));
            return ExitCodes.Success;
        }

        print(items);
        if (!all && page.Items.Count >= (limit is null or 0 ? UsualLimit : limit))
        {
            session.Printer.Say($"there may be more: --after {after}, or --all");
        }

        return ExitCodes.Success;
    }
}
