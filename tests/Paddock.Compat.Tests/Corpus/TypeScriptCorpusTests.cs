namespace Paddock.Compat.Tests.Corpus;

/// <inheritdoc />
public sealed class TypeScriptCorpusTests(CompatServer server) : CorpusTests(server)
{
    public static TheoryData<string, string> Rows => CorpusCases.RowsOf("typescript");

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Rows))]
    public Task TypeScript_InACell_DoesWhatTheCorpusAsserts(string file, string name) => PassesAsync("typescript", file, name);
}
