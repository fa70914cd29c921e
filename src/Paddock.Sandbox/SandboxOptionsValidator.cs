using System.Globalization;
using Microsoft.Extensions.Options;

namespace Paddock.Sandbox;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class SandboxOptionsValidator : IValidateOptions<SandboxOptions>
{
    private const int GiB = 1024 * 1024 * 1024;

    /// <summary>The kernel takes no quota under 1 ms in 100 ms; less would be read as no limit.</summary>
    private const double LeastCpus = 0.01;

    public ValidateOptionsResult Validate(string? name, SandboxOptions options)
    {
        (string Option, double Value, double Least, double Most)[] rules =
        [
            (nameof(options.MaxReady), options.MaxReady, 1, 1024),
            (nameof(options.MinReady), options.MinReady, 1, Math.Max(1, options.MaxReady)),
            (nameof(options.MinReadyScripts), options.MinReadyScripts, 1, Math.Max(1, options.MaxReady)),
            (nameof(options.MinReadyRevisions), options.MinReadyRevisions, 1, 1024),
            (nameof(options.RevisionMemoryMiB), options.RevisionMemoryMiB, 64, 16_777_216),
            (nameof(options.MaxRevisions), options.MaxRevisions, 1, 512),
            (nameof(options.MaxCells), options.MaxCells, 1, 4000),
            (nameof(options.MaxQueue), options.MaxQueue, 0, 100_000),
            (nameof(options.QueueTimeoutSeconds), options.QueueTimeoutSeconds, 1, 600),
            (nameof(options.TemplateMaxForks), options.TemplateMaxForks, 1, int.MaxValue),
            (nameof(options.TemplateMaxMinutes), options.TemplateMaxMinutes, 1, 1_000_000),
            (nameof(options.StdoutBytes), options.StdoutBytes, 0, GiB),
            (nameof(options.StderrBytes), options.StderrBytes, 0, GiB),
            (nameof(options.OutputBytes), options.OutputBytes, 1, GiB),
            (nameof(options.MaxAnswerBytes), options.MaxAnswerBytes, (double)options.StdoutBytes + options.StderrBytes + options.OutputBytes, 1024.0 * GiB),
            (nameof(options.MaxProcesses), options.MaxProcesses, 8, 32_768),
            (nameof(options.Cpus), options.Cpus, options.Cpus == 0 ? 0 : LeastCpus, 1024),
            (nameof(options.ScratchMiB), options.ScratchMiB, 1, 65_536),
            (nameof(options.ScratchFiles), options.ScratchFiles, 64, int.MaxValue),
            (nameof(options.TemplateMemoryMiB), options.TemplateMemoryMiB, 32, 1_048_576),
            (nameof(options.FirstUid), options.FirstUid, 1000, 2_000_000_000),
        ];
        List<string> failures = [.. rules.Where(static rule => !(rule.Value >= rule.Least && rule.Value <= rule.Most)).Select(static rule => string.Create(
            CultureInfo.InvariantCulture,
            $"{SandboxOptions.SectionName}:{rule.Option} is {rule.Value}, but must be {rule.Least} to {rule.Most}; set {SandboxOptions.Setting(rule.Option)} to a number in that range."))];
        Require(options.RuntimesDirectory, nameof(options.RuntimesDirectory), failures);
        Require(options.NativeDirectory, nameof(options.NativeDirectory), failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Require(string directory, string option, List<string> failures)
    {
        if (!Directory.Exists(directory))
        {
            failures.Add($"{SandboxOptions.SectionName}:{option} is \"{directory}\", which is not a directory; start the server with ./paddock serve, which builds it, or set {SandboxOptions.Setting(option)}.");
        }
    }
}
