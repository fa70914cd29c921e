using System.Text;
using System.Text.RegularExpressions;
using Paddock.Compat.Tests.Corpus;
using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Denied;

/// <summary>
/// Runs the corpus once more with a record of every system call that is refused. Each must be named in the policy with the reason for it, and stand in
/// docs/denied-calls.md. PADDOCK_WRITE_RECORD=1 writes that page.
/// </summary>
public sealed partial class DeniedCallTests
{
    /// <summary>The whole corpus, one call after the other, so that a refused call can be told from those before it.</summary>
    private const int Timeout = 600_000;

    private static readonly string _page = Path.Combine(RepositoryRoot.Find(), "docs", "denied-calls.md");

    [Fact(Timeout = Timeout)]
    public async Task DeniedCalls_OfTheWholeCorpus_AreExplainedInThePolicyAndRecorded()
    {
        var policy = Policy.Read();
        var seen = await RecordAsync(TestContext.Current.CancellationToken);

        if (Environment.GetEnvironmentVariable("PADDOCK_WRITE_RECORD") == "1")
        {
            await File.WriteAllTextAsync(_page, PageOf(seen, policy), CancellationToken.None);
        }

        seen.ShouldNotBeEmpty("the server records nothing");
        seen.Where(one => policy.ReasonFor(one.Call) is null).Select(one => $"{one.Call} at {one.First}")
            .ShouldBeEmpty("these are refused, and no line `errno …` of native/policy says why");
        var recorded = RecordedCall().Matches(await File.ReadAllTextAsync(_page, CancellationToken.None)).Select(match => match.Groups[1].Value).ToHashSet();
        seen.Select(one => one.Call.Name).Where(name => !recorded.Contains(name)).Distinct()
            .ShouldBeEmpty("these are not in docs/denied-calls.md; PADDOCK_WRITE_RECORD=1 ./paddock test compat writes it");
    }

    [Fact]
    public void Record_OfDeniedCalls_GivesTheReasonsOfThePolicy()
    {
        var reasons = string.Join('\n', Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find(), "native", "policy"), "*.policy").Select(File.ReadAllText));

        var rows = Row().Matches(File.ReadAllText(_page)).ToList();

        rows.ShouldNotBeEmpty();
        rows.SelectMany(row => row.Groups[1].Value.Split("; ")).Where(reason => !reasons.Contains(reason, StringComparison.Ordinal))
            .ShouldBeEmpty("docs/denied-calls.md gives reasons that the policy no longer has");
    }

    /// <summary>TypeScript is left out: the same engine runs the same functions.</summary>
    private static async Task<IReadOnlyList<(DeniedCall Call, string First)>> RecordAsync(CancellationToken cancellationToken)
    {
        List<(DeniedCall, string)> seen = [];
        await using var server = await RecordingServer.StartAsync(cancellationToken);
        seen.AddRange(server.TakeDenied().Select(call => (call, "the start of a runtime")));
        foreach (var one in CorpusCases.All.Where(one => one.Language != "typescript"))
        {
            await server.RunAsync(one, cancellationToken);
            seen.AddRange(server.TakeDenied().Select(call => (call, one.ToString())));
        }

        return seen;
    }

    private static string PageOf(IReadOnlyList<(DeniedCall Call, string First)> seen, Policy policy)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # System calls that are refused to code that works

            Every call that the [policy](../native/policy/birth.policy) refused while the functions of `tests/Paddock.Compat.Tests` ran, which all do what they should. Written by
            `PADDOCK_WRITE_RECORD=1 ./paddock test compat`; the suite fails when a call is refused that is not in this table, or has no reason in the policy.
            A call is recorded once for each pair of first arguments and each runtime; the last column names where the first of them was.

            | call | answer | first arguments | why it is refused | first seen in |
            |---|---|---|---|---|

            """);
        foreach (var calls in seen.GroupBy(one => (one.Call.Name, one.Call.ErrnoName)).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            var arguments = calls.Select(one => one.Call.Arguments).Distinct().Order(StringComparer.Ordinal).Take(4);
            page.Append($"| `{calls.Key.Name}` | {calls.Key.ErrnoName} | {string.Join(", ", arguments.Select(text => $"`{text}`"))} | {policy.ReasonFor(calls.First().Call) ?? "?"} | {calls.First().First} |\n");
        }

        return page.ToString();
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex RecordedCall();

    [GeneratedRegex(@"^\| `\w+` \| \w+ \| [^|]* \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
