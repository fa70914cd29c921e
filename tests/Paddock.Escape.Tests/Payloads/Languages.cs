namespace Paddock.Escape.Tests.Payloads;

/// <summary>Data of theories: the values of <c>language</c>.</summary>
public static class Languages
{
    public const string Python = "python";
    public const string JavaScript = "javascript";
    public const string TypeScript = "typescript";

    /// <summary>Every language.</summary>
    public static TheoryData<string> All => [Python, JavaScript, TypeScript];

    /// <summary>One a runtime: for attacks below the language, where TypeScript is JavaScript.</summary>
    public static TheoryData<string> Runtimes => [Python, JavaScript];
}
