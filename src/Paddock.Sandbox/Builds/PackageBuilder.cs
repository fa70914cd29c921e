using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Revisions;

namespace Paddock.Sandbox.Builds;

/// <summary>Builds packages in one-shot cells and keeps them in the store.</summary>
internal sealed partial class PackageBuilder(IOneShotCells cells, IRevisionTemplates templates, PackageStore store, IOptions<SandboxOptions> options) : IPackageBuilder
{
    private const long MiB = 1024 * 1024;

    /// <summary>Processes of a build: compilers and scripts start several each.</summary>
    private const int MaxProcesses = 512;

    /// <summary>Files of a build besides those of its result: sources, downloads, objects.</summary>
    private const int FilesBesides = 100_000;

    private readonly SandboxOptions _options = options.Value;

    /// <inheritdoc/>
    public string DescribeInterpreter(RuntimeLanguage language) => Interpreter.Describe(_options.RuntimesDirectory, language);

    /// <inheritdoc/>
    public async Task<BuildOutcome> BuildAsync(BuildOrder order, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        string staging = store.Stage();
        try
        {
            return await BuildInAsync(staging, order, log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new BuildOutcome($"The server could not keep the packages: {error.Message}", IsOurs: true);
        }
        finally
        {
            PackageStore.Discard(staging);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> HoldsAsync(BuiltPackages packages, CancellationToken cancellationToken) =>
        await store.VerifyAsync(packages.Key, packages.Digest, cancellationToken).ConfigureAwait(false) is null;

    /// <inheritdoc/>
    public Task SweepAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken) => Task.Run(() => store.Sweep(keys), cancellationToken);

    /// <inheritdoc/>
    public void Forget(string revisionId) => templates.Forget(revisionId);

    private async Task<BuildOutcome> BuildInAsync(string staging, BuildOrder order, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        string path = Path.Combine(staging, "stream");
        using var spool = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 });
        // nobody needs its name, and the folder is to hold nothing but packages
        File.Delete(path);
        var sink = new SpoolSink(spool, PackageStream.MostBytes(order.Limits));
        var cell = new OneShotCell
        {
            Program = RevisionLaunch.ProgramOf(order.Language),
            Runtime = Interpreter.BuilderOf(order.Language),
            MemoryBytes = order.Limits.MemoryBytes,
            // A build that fills its disk is told so by the kernel; one that fills its memory is killed.
            ScratchBytes = order.Limits.MemoryBytes / 4 * 3,
            ScratchFiles = order.Limits.PackageFiles + FilesBesides,
            MaxProcesses = MaxProcesses,
            Stdout = sink,
            Stderr = new LogSink(log),
        };
        SandboxOutcome outcome = await cells.RunAsync(cell, BuildScripts.Build(order), cancellationToken).ConfigureAwait(false);
        using IDisposable? memory = outcome.Memory;
        if (sink.Fault is { } fault)
        {
            return new BuildOutcome($"The server could not keep the packages: {fault.Message}", IsOurs: true);
        }

        if (BuildFailure.Of("The build", outcome, order.Limits) is { } failure)
        {
            return failure;
        }

        spool.Position = 0;
        return await Task.Run(() => Unpack(spool, staging, order, outcome, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private BuildOutcome Unpack(FileStream spool, string staging, BuildOrder order, SandboxOutcome outcome, CancellationToken cancellationToken)
    {
        if (spool.Length == 0)
        {
            return new BuildOutcome($"The build ended with exit code {outcome.ExitCode} and sent no packages; the log above has what it said.");
        }

        using var buffered = new BufferedStream(spool, 1 << 16);
        var stream = new PackageStream(buffered, order.Limits);
        List<PackageFile> files = PackageUnpacker.Unpack(stream, Path.Combine(staging, PackageStore.PackagesName), cancellationToken);
        return stream.Failure is { } failure
            ? new BuildOutcome(BuildFailure.Explain(failure, order.Limits))
            : new BuildOutcome(Failure: null) { Packages = store.Keep(staging, order.Key, files, stream.Lock!) };
    }
}
