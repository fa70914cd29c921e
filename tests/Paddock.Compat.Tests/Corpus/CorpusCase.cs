using Paddock.TestKit.Api;

namespace Paddock.Compat.Tests.Corpus;

/// <summary>One function of the corpus, to be run in a cell of its own.</summary>
/// <param name="Language">Value of <c>language</c>.</param>
/// <param name="File">Path of the file below this project, with <c>/</c>.</param>
/// <param name="Name">Name of the function, which says what works.</param>
/// <param name="Code">The file, and an <c>execute</c> that calls the function and returns <see cref="Passed"/>.</param>
/// <param name="Memory">limits.memory_size in MiB, null for the default.</param>
internal sealed record CorpusCase(string Language, string File, string Name, string Code, int? Memory)
{
    public const string Passed = "passed";

    /// <summary>As it stands in docs/denied-calls.md.</summary>
    public override string ToString() => $"{Language}: {Path.GetFileNameWithoutExtension(File)} {Name}";

    public FunctionCall Call() => new(Language, Code) { Memory = Memory, Timeout = 60 };
}
