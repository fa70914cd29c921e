namespace Paddock.Compat.Tests.Modules;

/// <summary>Modules that cannot be imported in a cell: lines <c>name  # reason</c>.</summary>
internal static class Exclusions
{
    public static IReadOnlyDictionary<string, string> Read(string file)
    {
        var lines = File.ReadLines(Path.Combine(Corpus.CorpusCases.Project, file)).Where(line => line.Length > 0 && line[0] != '#');
        var parts = lines.Select(line => line.Split('#', 2, StringSplitOptions.TrimEntries)).ToList();
        parts.ShouldAllBe(part => part.Length == 2 && part[1].Length > 0, $"a line of {file} gives no reason");
        return parts.ToDictionary(part => part[0], part => part[1]);
    }
}
