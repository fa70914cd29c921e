namespace Paddock.Contracts.Executions;

/// <summary>The languages, as answers spell them. Requests may spell them in any letter case.</summary>
public static class Languages
{
    /// <summary>Functions, tools and scripts.</summary>
    public const string Python = "python";

    /// <summary>Functions, tools and scripts.</summary>
    public const string JavaScript = "javascript";

    /// <summary>Functions, tools and scripts.</summary>
    public const string TypeScript = "typescript";

    /// <summary>Scripts only.</summary>
    public const string Ruby = "ruby";

    /// <summary>Scripts only.</summary>
    public const string Php = "php";
}
