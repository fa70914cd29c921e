using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Sandbox;

/// <summary>
/// One call in each language before the first request. It proves that a whole call works in the cage as it stands, and the first caller does not
/// wait for what .NET compiles at first use.
/// </summary>
internal static class TrialRun
{
    private static readonly byte[] s_input = """{"trial":[1]}"""u8.ToArray();

    internal static ExecutionJob In(Language language, ExecutionsOptions options) => new()
    {
        Id = "trial",
        Language = language,
        Code = language == Language.Python ? "def execute(input): return input" : "export function execute(input) { return input; }",
        Input = s_input,
        Limits = new ExecutionLimits(TimeSpan.FromSeconds(options.DefaultTimeoutSeconds), options.DefaultMemoryMiB * 1024L * 1024),
    };

    /// <summary>What went wrong, or null.</summary>
    internal static string? Judge(SandboxOutcome outcome)
    {
        if (outcome is { Ending: Ending.Exited, HasResult: true, OutputStatus: OutputStatus.Valid } && outcome.Output.Span.SequenceEqual(s_input))
        {
            return null;
        }

        string detail = outcome.Fault ?? Encoding.UTF8.GetString(outcome.Stderr.Bytes.Span).Trim();
        return $"a trial call ended with {outcome.Ending}, exit code {outcome.ExitCode}{(detail.Length > 0 ? ": " + detail : "")}";
    }
}
