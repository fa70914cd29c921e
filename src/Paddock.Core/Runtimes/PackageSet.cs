namespace Paddock.Core.Runtimes;

/// <summary>The packages that an execution runs with: a revision that has succeeded.</summary>
public sealed record PackageSet
{
    /// <summary>ULID of the revision. It has a template of its own, whatever others share its packages.</summary>
    public required string RevisionId { get; init; }

    /// <summary>What the packages are for.</summary>
    public required RuntimeLanguage Language { get; init; }

    /// <summary>See <see cref="BuiltPackages.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>See <see cref="BuiltPackages.Digest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>Import statements that the template executes ahead; empty when there are none.</summary>
    public string Imports { get; init; } = "";

    /// <summary>See <see cref="StoredRevision.Preloads"/>.</summary>
    public string Preloads { get; init; } = "";
}
