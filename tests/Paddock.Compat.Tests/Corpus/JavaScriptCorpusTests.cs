namespace Paddock.Compat.Tests.Corpus;

/// <inheritdoc />
public sealed class JavaScriptCorpusTests(CompatServer server) : CorpusTests(server)
{
    public static TheoryData<string, string> Rows => CorpusCases.RowsOf("javascript");

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Rows))]
    public Task JavaScript_InACell_DoesWhatTheCorpusAsserts(string file, string name) => PassesAsync("javascript", file, name);
}
