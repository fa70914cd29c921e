using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Revisions;

namespace Paddock.Sandbox.Builds;

internal sealed partial class PackageBuilder
{
    /// <summary>For all imports of a revision together.</summary>
    private static readonly TimeSpan s_trialTimeout = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<BuildOutcome> TryAsync(PackageSet packages, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        BuildOutcome tried = packages.Language == RuntimeLanguage.Python
            ? await TryImportsAsync(packages, log, cancellationToken).ConfigureAwait(false)
            : new BuildOutcome(Failure: null);
        if (tried.Failure is not null)
        {
            return tried;
        }

        string? refusal = await templates.WarmAsync(packages with { Preloads = tried.Preloads }, cancellationToken).ConfigureAwait(false);
        if (refusal is not null && tried.Preloads.Length > 0)
        {
            // harmless each, and not together, or not in a template
            log(Encoding.UTF8.GetBytes($"Not imported ahead after all: with these modules the template does not start ({refusal})\n"));
            templates.Forget(packages.RevisionId);
            tried = tried with { Preloads = "" };
            refusal = await templates.WarmAsync(packages, cancellationToken).ConfigureAwait(false);
        }

        return refusal is null ? tried : new BuildOutcome($"The revision's template does not start: {refusal}", IsOurs: packages.Imports.Length == 0);
    }

    private async Task<BuildOutcome> TryImportsAsync(PackageSet packages, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        var limits = new BuildLimits(s_trialTimeout, _options.TemplateMemoryMiB * MiB, PackageBytes: 0, PackageFiles: 0);
        var cell = new OneShotCell
        {
            Program = RevisionLaunch.ProgramOf(packages.Language),
            Runtime = Interpreter.FolderOf(packages.Language),
            Binds = [(store.PathOf(packages.Key), RevisionLaunch.MountPoint(packages.Language))],
            Environment = RevisionLaunch.EnvironmentOf(packages.Language),
            MemoryBytes = limits.MemoryBytes,
            ScratchBytes = _options.ScratchMiB * MiB,
            ScratchFiles = _options.ScratchFiles,
            MaxProcesses = _options.MaxProcesses,
            Stderr = new LogSink(log),
        };
        ExecutionJob job = BuildScripts.Trial(packages.Imports, Preloads.Candidates, limits.Timeout);
        SandboxOutcome outcome = await cells.RunAsync(cell, job, cancellationToken).ConfigureAwait(false);
        using IDisposable? memory = outcome.Memory;
        return FailureOf(outcome) ?? Read(outcome);
    }

    private BuildOutcome? FailureOf(SandboxOutcome outcome) => outcome.Ending switch
    {
        Ending.Timeout => new BuildOutcome($"The imports of the revision took longer than {s_trialTimeout.TotalSeconds} s, which is all that a template may take to start; leave what takes so long to the executions."),
        Ending.Memory => new BuildOutcome(
            $"The imports of the revision used more than {_options.TemplateMemoryMiB} MiB of memory, the limit of this server ({SandboxOptions.Setting(nameof(SandboxOptions.TemplateMemoryMiB))} raises it)."),
        Ending.Signal => new BuildOutcome($"The imports of the revision ended the interpreter with signal {outcome.Signal}."),
        Ending.Exited when outcome.ExitCode != 0 => new BuildOutcome($"The imports of the revision ended the interpreter with exit code {outcome.ExitCode}."),
        Ending.Exited or Ending.BrokenResult => null,
        _ => new BuildOutcome($"The server could not try the imports: {outcome.Fault ?? outcome.Ending.ToString()}.", IsOurs: true),
    };

    private static BuildOutcome Read(SandboxOutcome outcome)
    {
        try
        {
            using var answer = JsonDocument.Parse(outcome.Stdout.Bytes);
            string? failure = answer.RootElement.GetProperty("failure").GetString();
            return failure is null
                ? new BuildOutcome(Failure: null) { Preloads = Builds.Preloads.Known(answer.RootElement.GetProperty("preloads").EnumerateArray().Select(static name => name.GetString())) }
                : new BuildOutcome($"additional_python_imports could not be executed: {failure}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Only packages that meddle with the script they are imported by get here.
            return new BuildOutcome("The imports of the revision ended without an answer.");
        }
    }
}
