namespace Paddock.Server.Commands;

/// <summary>All verbs.</summary>
internal static class Verbs
{
    private static readonly Verb[] _all = [.. KeyVerbs.All, .. SecretVerbs.All];

    /// <summary>The verb that the words begin with, null when there is none.</summary>
    public static Verb? Find(IReadOnlyList<string> words) => Array.Find(_all, verb => words.Take(2).SequenceEqual(verb.Name.Split(' ')));

    /// <summary>A line for each, for the help.</summary>
    public static string Help => string.Join('\n', _all.Select(static verb => $"  {Usage(verb)}\n      {verb.Summary}"));

    /// <summary>How a verb is written.</summary>
    public static string Usage(Verb verb) => string.Join(
        ' ',
        [
            verb.Name,
            .. verb.Words,
            .. verb.Options.Select(static option => option.Value is null ? $"[{option.Key}]" : $"[{option.Key} {option.Value}]"),
        ]);
}
