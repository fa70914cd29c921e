namespace Paddock.Server.Authentication;

/// <summary>What a key may do when it has no limits of its own.</summary>
internal sealed record KeyOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Paddock:Keys";

    /// <summary>The most that either limit can be.</summary>
    public const int Most = 100_000;

    /// <summary>How many requests may run with one key at once.</summary>
    /// <value>0 (any number) to 100,000. Default 0.</value>
    public int MaxConcurrency { get; init; }

    /// <summary>How many requests one key may make within any 60 seconds.</summary>
    /// <value>0 (any number) to 100,000. Default 0.</value>
    public int RequestsPerMinute { get; init; }

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    public static string Setting(string option) => $"Paddock__Keys__{option}";
}
