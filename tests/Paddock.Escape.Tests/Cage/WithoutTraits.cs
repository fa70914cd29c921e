namespace Paddock.Escape.Tests.Cage;

/// <summary>The trait by which a run picks the tests that say something about a set of layers.</summary>
internal static class WithoutTraits
{
    public const string Name = "without";

    /// <summary>Tests that must pass in every run, whatever is off.</summary>
    public const string Any = "any";

    public static string Fails(string layers) => $"fails:{layers}";

    public static string Holds(string layers) => $"holds:{layers}";

    public static IReadOnlyCollection<KeyValuePair<string, string>> Of(string value) => [new(Name, value)];
}
