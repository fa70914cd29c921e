namespace Paddock.Server.Commands;

/// <summary>Something that this program does with the stored state in place of serving; it may be done while a server runs.</summary>
/// <param name="Name">Its words, as in <c>keys create</c>.</param>
/// <param name="Words">What follows the name, in order, as the help shows it.</param>
/// <param name="Options">The options it takes, each with what its value is; null: it has none. Those of the server are taken, too.</param>
/// <param name="Summary">What it does, for the help.</param>
/// <param name="RunAsync">Does it. Its result is the exit code.</param>
internal sealed record Verb(
    string Name,
    IReadOnlyList<string> Words,
    IReadOnlyDictionary<string, string?> Options,
    string Summary,
    Func<VerbContext, Task<int>> RunAsync);
