namespace Paddock.Escape.Tests.Cage;

/// <summary>Layers of the cage that are switched off for a run of this program, in the form <c>root+landlock</c>. Empty: the product as it is.</summary>
internal sealed record LayerSet(IReadOnlyList<string> Names)
{
    /// <summary>The environment variable that names the set for a run.</summary>
    public const string Variable = "PADDOCK_ESCAPE_WITHOUT";

    /// <summary>Names that begin like this are switched off in a copy of the runner, all others in a server built for it.</summary>
    private const string RunnerPrefix = "runner-";

    public static LayerSet OfThisRun { get; } = Parse(Environment.GetEnvironmentVariable(Variable) ?? "");

    public bool IsEmpty => Names.Count == 0;

    public IReadOnlyList<string> OfTheRunner => [.. Names.Where(IsOfTheRunner)];

    public IReadOnlyList<string> OfTheServer => [.. Names.Where(name => !IsOfTheRunner(name))];

    public static LayerSet Parse(string text) => new(text.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public override string ToString() => string.Join('+', Names);

    private static bool IsOfTheRunner(string name) => name.StartsWith(RunnerPrefix, StringComparison.Ordinal);
}
