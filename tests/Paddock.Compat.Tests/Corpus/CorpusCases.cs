using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Corpus;

/// <summary>All of the corpus: the files below Python/ and Script/ of this project.</summary>
internal static class CorpusCases
{
    private static readonly string[] _folders = ["Python", "Script"];

    public static string Project { get; } = Path.Combine(RepositoryRoot.Find(), "tests", "Paddock.Compat.Tests");

    public static IReadOnlyList<CorpusCase> All { get; } = [.. Files().SelectMany(file => CorpusFile.CasesOf(file, File.ReadAllText(Path.Combine(Project, file))))];

    public static IReadOnlyList<CorpusCase> Of(string language) => [.. All.Where(one => one.Language == language)];

    /// <summary>Rows of a theory.</summary>
    public static TheoryData<string, string> RowsOf(string language)
    {
        var rows = new TheoryData<string, string>();
        foreach (var one in Of(language))
        {
            rows.Add(one.File, one.Name);
        }

        return rows;
    }

    private static IEnumerable<string> Files() =>
        _folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Project, folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Project, file))
            .Order(StringComparer.Ordinal);
}
