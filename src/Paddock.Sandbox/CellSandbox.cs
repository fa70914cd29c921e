using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Health;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Health;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox;

/// <summary>The pools behind the port <see cref="ISandbox"/>. Started and stopped by the host: ready when <see cref="StartAsync"/> returns.</summary>
internal sealed partial class CellSandbox : ISandbox, IOneShotCells, IRevisionTemplates, IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    private static readonly PoolKind[] s_kinds = Enum.GetValues<PoolKind>();

    private readonly SandboxOptions _options;
    private readonly ExecutionsOptions _executions;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<CellSandbox> _logger;
    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly ICgroupFiles _cgroupFiles;
    private readonly IEgress _egress;
    private readonly List<string> _degraded = [];
    private CgroupLayout _cgroups = new(0, [], new CgroupProblem([], "the sandbox has not been started", ""));
    private readonly PackageStore _store;
    private IoLoop? _loop;
    private readonly Pool?[] _pools = new Pool?[s_kinds.Length]; // by kind

    public CellSandbox(
        IOptions<SandboxOptions> options,
        IOptions<ExecutionsOptions> executions,
        ILoggerFactory loggers,
        TimeProvider time,
        IMeterFactory meters,
        ICgroupFiles cgroupFiles,
        IEgress egress,
        PackageStore store)
    {
        _options = options.Value;
        _executions = executions.Value;
        _loggers = loggers;
        _logger = loggers.CreateLogger<CellSandbox>();
        _time = time;
        _meter = meters.Create(SandboxMetrics.MeterName);
        _meter.CreateObservableGauge("paddock.cells", MeasureCells, "{cell}", "Cells, by what they do");
        _meter.CreateObservableGauge(
            "paddock.queue", () => PoolHealths.Select(static pool => new Measurement<int>(pool.Queued, KeyValuePair.Create("pool", (object?)pool.Name))), "{execution}", "Executions that wait for a cell");
        _cgroupFiles = cgroupFiles;
        _egress = egress;
        _store = store;
    }

    private Pool[] Pools => [.. _pools.OfType<Pool>()];

    private IEnumerable<PoolHealth> PoolHealths =>
        Pools.Select(static pool => pool.Health).Concat(_revisions?.Health is { } revisions ? [revisions] : Array.Empty<PoolHealth>());

    private IEnumerable<StepClock> Clocks => Pools.Select(static pool => pool.Steps).Concat(_revisionSteps);

    public async ValueTask<SandboxOutcome> RunAsync(ExecutionJob execution, CancellationToken cancellationToken)
    {
        if (execution.Packages is not null)
        {
            return await Revisions.RunAsync(execution, cancellationToken).ConfigureAwait(false);
        }

        Pool pool = _pools[(int)RuntimeProgram.PoolOf(execution.Language)] ?? throw new InvalidOperationException("The sandbox has not been started.");
        return await PoolRun.RunAsync(pool, execution, _time, cancellationToken).ConfigureAwait(false);
    }

    public SandboxHealth GetHealth()
    {
        Pool[] pools = Pools;
        bool ready = pools.Length == s_kinds.Length && pools.All(static pool => pool.FirstReady.IsCompletedSuccessfully && pool.Current is not null);
        return new SandboxHealth(ready, Layers.Describe(_cgroups, [.. pools.Select(static pool => pool.Current)]), [.. PoolHealths])
        {
            Steps = [.. Clocks.SelectMany(static clock => clock.Read())],
            Degraded = _degraded,
        };
    }

    public SandboxMetrics GetMetrics() =>
        new([.. PoolHealths], [.. Clocks.SelectMany(static clock => clock.ReadTimes())], [.. Clocks.SelectMany(static clock => clock.ReadEndings())]);

    /// <exception cref="SandboxStartException">A layer of the cage is missing and <see cref="SandboxOptions.AllowDegraded"/> is off, or a pool cannot start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _cgroups = CgroupLayout.Discover(_cgroupFiles.Read("/proc/self/mountinfo"), _cgroupFiles.Read("/proc/self/cgroup"), _cgroupFiles);
        foreach (CgroupPlace place in _cgroups.Places)
        {
            _cgroupFiles.RemoveStale(place.Directory);
        }

        Demand(CgroupLayer.Judge(_cgroups));
        try
        {
            await StartPoolsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxStartException error) when (CageExamination.Explain(_options, _cgroupFiles) is { Length: > 0 } lacking)
        {
            await StopPoolsAsync().ConfigureAwait(false);
            throw new SandboxStartException(error.Message + lacking);
        }
        catch
        {
            await StopPoolsAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>After the last request has been answered.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => StopPoolsAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For a host that never came to its regular stop, because another part of it could not start.</summary>
    public async ValueTask DisposeAsync() => await StopPoolsAsync().ConfigureAwait(false);

    public void Dispose() => StopPoolsAsync().GetAwaiter().GetResult();

    private async Task StartPoolsAsync(CancellationToken cancellationToken)
    {
        _loop = new IoLoop(_loggers.CreateLogger<IoLoop>());
        var launches = new JailLauncher(_options, _executions, _cgroups, _cgroupFiles, _loop, _time, _egress.TrustedCertificates);
        foreach (PoolKind kind in s_kinds)
        {
            RuntimeProgram program = RuntimeProgram.Of(kind);
            JailSpec spec = launches.SpecOf(program, (int)kind);
            int ready = program.IsForScriptsOnly ? _options.MinReadyScripts : _options.MinReady;
            _pools[(int)kind] = CreatePool(SettingsOf(program.Name, ready), owner => launches.Start(spec, owner), new StepClock(program.Name, _meter));
        }

        StartRevisions(launches);

        await Task.WhenAll(Pools.Select(static pool => pool.FirstReady)).WaitAsync(cancellationToken).ConfigureAwait(false);
        Demand(LandlockLadder.Judge(Pools.Min(static pool => pool.Current?.LandlockAbi ?? LandlockLadder.Top)));
        foreach (Language language in Enum.GetValues<Language>())
        {
            ExecutionJob trial = TrialRun.In(language, _executions);
            if (TrialRun.Judge(trial, await RunAsync(trial, cancellationToken).ConfigureAwait(false)) is { } failure)
            {
                throw new SandboxStartException(language.ToString().ToLowerInvariant(), failure);
            }
        }
    }

    /// <summary>Does nothing the second time. The loop goes after the pools: it is what hears of the jails' end.</summary>
    private async Task StopPoolsAsync()
    {
        await StopRevisionsAsync().ConfigureAwait(false);
        await Task.WhenAll(Pools.Select(static pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        Interlocked.Exchange(ref _loop, null)?.Dispose();
        _cgroupFiles.StepBack();
    }

    private PoolSettings SettingsOf(string name, int minReady) => new(
        name,
        Math.Min(minReady, Math.Min(_options.MaxReady, _options.MaxCells)),
        Math.Min(_options.MaxReady, _options.MaxCells),
        _options.MaxCells,
        _options.MaxQueue,
        TimeSpan.FromSeconds(_options.QueueTimeoutSeconds),
        _options.TemplateMaxForks,
        TimeSpan.FromMinutes(_options.TemplateMaxMinutes),
        _executions.DefaultMemoryMiB * 1024L * 1024);

    private IEnumerable<Measurement<int>> MeasureCells()
    {
        foreach (PoolHealth pool in PoolHealths)
        {
            yield return Of("ready", pool.Ready);
            yield return Of("running", pool.Running);
            Measurement<int> Of(string state, int count) => new(count, KeyValuePair.Create("pool", (object?)pool.Name), KeyValuePair.Create("state", (object?)state));
        }
    }

    private Pool CreatePool(PoolSettings settings, Func<IJailOwner, Jail> startJail, StepClock steps) =>
        new(settings, startJail, steps, _time, _loggers.CreateLogger<Pool>());

    private void Demand(Finding layer)
    {
        if (!layer.IsFailure)
        {
            return;
        }

        if (!_options.AllowDegraded)
        {
            throw new SandboxStartException(
                $"the layer {layer.Name} is missing: {layer.Sentence}. ./paddock doctor looks at everything. To start without this layer all the same, pass --allow-degraded.");
        }

        _degraded.Add(layer.Name);
        Log.Degraded(_logger, layer.Name, layer.What);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "DEGRADED: the layer {Layer} is missing: {What}")]
        internal static partial void Degraded(ILogger logger, string layer, string what);
    }
}
