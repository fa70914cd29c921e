using Microsoft.Extensions.Logging;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Revisions;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox;

/// <summary>The cells beside the pools that are always there: those of revisions, and those of builds.</summary>
internal sealed partial class CellSandbox
{
    private const long MiB = 1024 * 1024;

    private readonly UidOffsets _uids = new();
    private StepClock[] _revisionSteps = [];
    private RevisionPools? _revisions;
    private OneShotCells? _oneShots;
    private IoLoop? _buildLoop;

    private RevisionPools Revisions => _revisions ?? throw new InvalidOperationException("The sandbox has not been started.");

    Task<SandboxOutcome> IOneShotCells.RunAsync(OneShotCell cell, ExecutionJob job, CancellationToken cancellationToken) =>
        (_oneShots ?? throw new InvalidOperationException("The sandbox has not been started.")).RunAsync(cell, job, cancellationToken);

    Task<string?> IRevisionTemplates.WarmAsync(PackageSet packages, CancellationToken cancellationToken) => Revisions.WarmAsync(packages, cancellationToken);

    void IRevisionTemplates.Forget(string revisionId) => _revisions?.Forget(revisionId);

    private void StartRevisions(JailLauncher launches)
    {
        // A metric has one series a language, not one a revision.
        var clocks = new Dictionary<string, StepClock>(StringComparer.Ordinal);
        foreach (RuntimeLanguage language in Enum.GetValues<RuntimeLanguage>())
        {
            string name = RevisionLaunch.ProgramOf(language).Name;
            clocks.Add(name, new StepClock($"{name}-revisions", _meter));
        }

        _revisionSteps = [.. clocks.Values];
        var starter = new RevisionStarter(
            _store,
            launches,
            _uids,
            new JailMemory(_cgroupFiles),
            (program, startJail) => CreatePool(SettingsOf($"{program.Name}-revision", _options.MinReadyRevisions), startJail, clocks[program.Name]),
            _time);
        var settings = new RevisionSettings(
            _options.RevisionMemoryMiB * MiB, _options.MaxRevisions, _options.MaxQueue, TimeSpan.FromSeconds(_options.QueueTimeoutSeconds), _executions);
        _revisions = new RevisionPools(settings, starter, _time, _loggers.CreateLogger<RevisionPools>());

        // Builds write what they make from the thread that reads it: on the other one all cells would wait for the disk.
        _buildLoop = new IoLoop(_loggers.CreateLogger<IoLoop>());
        var builds = new JailLauncher(_options, _executions, _cgroups, _cgroupFiles, _buildLoop, _time, _egress.TrustedCertificates);
        var buildSteps = new StepClock("builds", _meter);
        _revisionSteps = [.. _revisionSteps, buildSteps];
        _oneShots = new OneShotCells(builds, _uids, (settings, startJail) => CreatePool(settings, startJail, buildSteps), _time);
    }

    private async Task StopRevisionsAsync()
    {
        if (Interlocked.Exchange(ref _revisions, null) is { } revisions)
        {
            await revisions.DisposeAsync().ConfigureAwait(false);
        }

        if (Interlocked.Exchange(ref _oneShots, null) is { } oneShots)
        {
            await oneShots.DisposeAsync().ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _buildLoop, null)?.Dispose();
    }
}
