namespace Paddock.Cli.Tests.Fakes;

/// <summary>How a run of the tool ended.</summary>
internal sealed record ToolResult(int ExitCode, string Out, string Error)
{
    public ToolResult ShouldEnd(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, ToString());
        return this;
    }

    public ToolResult ShouldPrint(string text)
    {
        Out.ShouldBe(text, ToString());
        return this;
    }

    public ToolResult ShouldSay(params string[] parts)
    {
        foreach (var part in parts)
        {
            Error.ShouldContain(part, Case.Sensitive, ToString());
        }

        return this;
    }

    public ToolResult ShouldSayNothing()
    {
        Error.ShouldBeEmpty(ToString());
        return this;
    }

    public override string ToString() => $"exit code {ExitCode}\n--- stdout\n{Out}\n--- stderr\n{Error}";
}
