namespace Paddock.Compat.Tests.Corpus;

/// <inheritdoc />
public sealed class PythonCorpusTests(CompatServer server) : CorpusTests(server)
{
    public static TheoryData<string, string> Rows => CorpusCases.RowsOf("python");

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Rows))]
    public Task Python_InACell_DoesWhatTheCorpusAsserts(string file, string name) => PassesAsync("python", file, name);
}
