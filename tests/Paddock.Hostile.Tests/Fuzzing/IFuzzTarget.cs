namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>One side of a barrier that takes whatever comes.</summary>
internal interface IFuzzTarget
{
    /// <summary>Short, for file names and the summary.</summary>
    string Name { get; }

    /// <summary>Makes an input, out of nothing or by changing one of the corpus.</summary>
    Script Generate(Random random, Corpus corpus);

    /// <summary>Feeds an input and checks what has to hold; a promise that is broken is an exception.</summary>
    /// <returns>What it did, in a few words: inputs that make it do something new are kept and changed further.</returns>
    Task<string> RunAsync(Script script, CancellationToken cancellationToken);
}
