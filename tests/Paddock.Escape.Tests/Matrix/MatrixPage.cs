using System.Text;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Matrix;

/// <summary>docs/isolation-matrix.md, written from what the tests say about themselves; the explicit run proves that it is so.</summary>
internal static class MatrixPage
{
    public static string Path => System.IO.Path.Combine(RepositoryRoot.Find(), "docs", "isolation-matrix.md");

    public static string Render()
    {
        var page = new StringBuilder("""
            # Layers and the tests that need them

            Generated from the attributes of tests/Paddock.Escape.Tests; do not edit. `PADDOCK_WRITE_MATRIX=1 ./paddock test escape` writes it, and every
            run compares it. `./paddock test matrix` proves it: for each set of layers below it runs the tests again on a server without them (a
            build for tests only: `eng/switchable.sh`), and every case of a test must then fail or pass as the table says.

            **Fails without**: the test fails when all of these layers are off together, so it can fail, and this is what keeps it from it. **Holds without**: with these
            off it still passes, because of another layer.

            """);
        foreach (var group in SwitchedTest.All.Where(test => test.Fails.Count > 0).GroupBy(test => test.Method.DeclaringType!).OrderBy(group => group.Key.FullName, StringComparer.Ordinal))
        {
            page.Append($"\n## {group.Key.FullName!["Paddock.Escape.Tests.".Length..]}\n\n| promise | fails without | holds without |\n|---|---|---|\n");
            foreach (var test in group)
            {
                page.Append($"| {test.Sentence} | {List(test.Fails)} | {List(test.Holds)} |\n");
            }
        }

        page.Append("\n## Layers\n\n| layer or set | fail without it | hold without it |\n|---|---|---|\n");
        foreach (var set in SwitchedTest.Sets)
        {
            page.Append($"| {set.Replace("+", " + ", StringComparison.Ordinal)} | {SwitchedTest.All.Count(test => test.Fails.Contains(set))} | {SwitchedTest.All.Count(test => test.Holds.Contains(set))} |\n");
        }

        page.Append("\n## Tests that no switch makes fail\n\n| test | why |\n|---|---|\n");
        foreach (var test in SwitchedTest.All.Where(test => test.Fails.Count == 0))
        {
            page.Append($"| {test.Sentence} | {test.WhyNoSwitch} |\n");
        }

        return page.ToString();
    }

    private static string List(IReadOnlyList<string> sets) =>
        string.Join("; ", sets.OrderBy(set => set, StringComparer.Ordinal).Select(set => set.Replace("+", " + ", StringComparison.Ordinal)));
}
