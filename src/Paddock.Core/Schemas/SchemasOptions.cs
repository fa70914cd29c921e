namespace Paddock.Core.Schemas;

/// <summary>How large a schema may be, and how much work the check of one input may take.</summary>
public sealed record SchemasOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Paddock:Schemas";

    /// <summary>The longest schema, in UTF-8 bytes.</summary>
    /// <value>1 to 16,777,216. Default 256 KiB.</value>
    public int MaxSchemaBytes { get; init; } = 256 * 1024;

    /// <summary>How deep the JSON of a schema may be nested.</summary>
    /// <value>1 to 500. Default 128.</value>
    public int MaxSchemaDepth { get; init; } = 128;

    /// <summary>Characters of all patterns of a schema together; one that stands there several times counts once.</summary>
    /// <value>1 to 1,048,576. Default 16,384.</value>
    public int MaxPatternCharacters { get; init; } = 16 * 1024;

    /// <summary>How many different patterns a schema may have: what a pattern has met, it keeps in memory.</summary>
    /// <value>1 to 10,000. Default 100.</value>
    public int MaxPatterns { get; init; } = 100;

    /// <summary>How many values an input may hold that is checked against a schema: each takes memory while that lasts.</summary>
    /// <value>1 to 10,000,000. Default 1,000,000.</value>
    public int MaxInputValues { get; init; } = 1_000_000;

    /// <summary>The work that the check of one input may take, in steps: one for each schema that meets a value, more for long texts. A small input
    /// may take fewer: 200,000, and 50 for each of its values and 1 for each byte.</summary>
    /// <value>1,000 to 1,000,000,000. Default 5,000,000, which is about a second of one processor at the worst.</value>
    public int MaxSteps { get; init; } = 5_000_000;

    /// <summary>Milliseconds that all patterns together may take in the check of one input.</summary>
    /// <value>10 to 60,000. Default 250.</value>
    public int PatternMilliseconds { get; init; } = 250;

    /// <summary>Whether <c>format</c> is a rule. By default it is a remark, as both drafts say.</summary>
    /// <value>Default false.</value>
    public bool AssertFormats { get; init; }

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    internal static string Setting(string option) => $"Paddock__Schemas__{option}";
}
