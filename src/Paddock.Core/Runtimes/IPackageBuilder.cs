namespace Paddock.Core.Runtimes;

/// <summary>Builds packages in cells and keeps them. Implemented by Paddock.Sandbox.</summary>
internal interface IPackageBuilder
{
    /// <summary>Which interpreter packages are built for, with its version and the machine's architecture, such as <c>cpython-3.11.2-x86_64</c>: a part of every key.</summary>
    string DescribeInterpreter(RuntimeLanguage language);

    /// <summary>Builds packages and keeps them under the order's key, in place of those that may be there.</summary>
    /// <param name="order">What to build.</param>
    /// <param name="log">Hears, piece by piece, what the package manager says: UTF-8, not trusted, at any time until the build has ended.</param>
    /// <param name="cancellationToken">Ends the build; nothing is kept then.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<BuildOutcome> BuildAsync(BuildOrder order, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken);

    /// <summary>
    /// Executes the imports of a revision, as its template will, and finds out which of the packages' heavy modules the template can import ahead. Starts the template,
    /// so that the first execution finds it warm.
    /// </summary>
    /// <param name="packages">The revision; its <see cref="PackageSet.Preloads"/> are yet to be found.</param>
    /// <param name="log">Hears what the imports print, their traceback included.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<BuildOutcome> TryAsync(PackageSet packages, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken);

    /// <summary>Whether the packages are here, with every byte that <see cref="BuiltPackages.Digest"/> stands for. Reads all of them.</summary>
    Task<bool> HoldsAsync(BuiltPackages packages, CancellationToken cancellationToken);

    /// <summary>Removes what is kept under other keys than these, and what builds have left behind. No build may be under way.</summary>
    Task SweepAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken);

    /// <summary>A revision was deleted: its template goes once nothing runs on it.</summary>
    void Forget(string revisionId);
}
