using Paddock.TestKit.Api;

namespace Paddock.Compat.Tests.Corpus;

/// <summary>Each function of the corpus in one language does what it asserts.</summary>
public abstract class CorpusTests(CompatServer server)
{
    /// <summary>Longer than <see cref="CorpusCase.Call"/> lets a cell run.</summary>
    protected const int Timeout = 90_000;

    private protected async Task PassesAsync(string language, string file, string name) =>
        (await server.Run.AnswerAsync(language, file, name)).ShouldBeValid($"\"{CorpusCase.Passed}\"");
}
