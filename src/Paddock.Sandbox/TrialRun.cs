using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Sandbox;

/// <summary>
/// One execution in each language before the first request. It proves that a whole one works in the cage as it stands, and the first caller does not
/// wait for what .NET compiles at first use.
/// </summary>
internal static class TrialRun
{
    private static readonly byte[] s_input = """{"trial":[1]}"""u8.ToArray();

    internal static ExecutionJob In(Language language, ExecutionsOptions options)
    {
        string code = CodeIn(language, out bool isScript);
        return new ExecutionJob
        {
            Id = "trial",
            Language = language,
            Code = code,
            Input = isScript ? default(ReadOnlyMemory<byte>) : s_input,
            Script = isScript ? new ScriptInput([], s_input) : null,
            Limits = new ExecutionLimits(TimeSpan.FromSeconds(options.DefaultTimeoutSeconds), options.DefaultMemoryMiB * 1024L * 1024),
        };
    }

    /// <summary>What went wrong, or null.</summary>
    internal static string? Judge(ExecutionJob trial, SandboxOutcome outcome)
    {
        bool answered = trial.Script is null
            ? outcome is { HasResult: true, OutputStatus: OutputStatus.Valid } && outcome.Output.Span.SequenceEqual(s_input)
            : outcome.ExitCode == 0 && outcome.Stdout.Bytes.Span.SequenceEqual(s_input);
        if (outcome.Ending == Ending.Exited && answered)
        {
            return null;
        }

        string detail = outcome.Fault ?? Encoding.UTF8.GetString(outcome.Stderr.Bytes.Span).Trim();
        return $"a trial call ended with {outcome.Ending}, exit code {outcome.ExitCode}{(detail.Length > 0 ? ": " + detail : "")}";
    }

    /// <summary>It gives back what it gets: a function its input, a script its stdin.</summary>
    private static string CodeIn(Language language, out bool isScript)
    {
        isScript = language is Language.Ruby or Language.Php;
        return language switch
        {
            Language.Python => "def execute(input): return input",
            Language.Ruby => "print STDIN.read",
            Language.Php => "<?php echo stream_get_contents(STDIN);",
            _ => "export function execute(input) { return input; }",
        };
    }
}
