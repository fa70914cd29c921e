namespace Paddock.Core.Runtimes;

/// <summary>How a build, or the trial of its imports, ended. What the package manager said is in the log already.</summary>
/// <param name="Failure">One sentence, for the end of the log: what failed, which limit was hit, and how to raise it. Null: it went well.</param>
/// <param name="IsOurs">The failure is not of the packages but of this server: the build may be tried again.</param>
internal sealed record BuildOutcome(string? Failure, bool IsOurs = false)
{
    /// <summary>After a build that went well: what it made.</summary>
    public BuiltPackages? Packages { get; init; }

    /// <summary>After a trial that went well: see <see cref="StoredRevision.Preloads"/>.</summary>
    public string Preloads { get; init; } = "";
}
