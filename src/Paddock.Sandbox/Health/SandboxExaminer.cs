using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Health;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Health;

/// <summary>
/// Has the jail try every step of a cage, judges what came of it, and then starts the pools as the server does, for one call in each language.
/// </summary>
internal sealed class SandboxExaminer(
    IOptions<SandboxOptions> options,
    IOptions<ExecutionsOptions> executions,
    TimeProvider time,
    IMeterFactory meters,
    ICgroupFiles cgroupFiles,
    IEgress egress,
    PackageStore store)
    : IExaminer
{
    /// <summary>The name of the last finding: whole calls.</summary>
    internal const string Interpreters = "interpreters";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        using var files = new TemporaryCgroupFiles(cgroupFiles);
        List<Finding> findings = [.. CageExamination.Judge(options.Value, files)];
        findings.Add(findings.Any(static finding => finding.State is FindingState.Lacking)
            ? new Finding(Interpreters, FindingState.Untried, "without what is missing no code can be run")
            : await TryAsync(files, cancellationToken).ConfigureAwait(false));
        return findings;
    }

    private async Task<Finding> TryAsync(ICgroupFiles files, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        await using var sandbox = new CellSandbox(
            Options.Create(options.Value with { AllowDegraded = true, MinReady = 1, MaxReady = 1 }), executions, NullLoggerFactory.Instance, time, meters, files, egress, store);
        try
        {
            await sandbox.StartAsync(patience.Token).ConfigureAwait(false);
            string[] languages = [.. Enum.GetNames<Language>().Select(static name => name.ToLowerInvariant())];
            return new Finding(Interpreters, FindingState.Fine, $"{string.Join(", ", languages)}: a call each came back from its cage");
        }
        catch (SandboxStartException error)
        {
            return Broken(error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Broken(string.Create(CultureInfo.InvariantCulture, $"no call came back within {s_patience.TotalSeconds} s"));
        }
    }

    private static Finding Broken(string what) => new(Interpreters, FindingState.Lacking, what)
    {
        Cost = "functions cannot be executed",
        Mend = "if nothing else is missing, build the cells again: rm -r artifacts/runtimes artifacts/stamps, then ./paddock serve",
    };
}
