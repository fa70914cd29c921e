namespace Paddock.Core.Runtimes;

/// <summary>One set of packages. Only what its build makes of it changes, and after a final status nothing.</summary>
public sealed record StoredRevision
{
    /// <summary>ULID; ids sort in the order they were made.</summary>
    public required string Id { get; init; }

    /// <summary>ULID of its runtime.</summary>
    public required string RuntimeId { get; init; }

    /// <summary>Of its runtime.</summary>
    public required RuntimeLanguage Language { get; init; }

    /// <summary><c>requirements.txt</c> or <c>package.json</c>.</summary>
    public required string ManifestName { get; init; }

    /// <summary>The manifest, as it was sent.</summary>
    public required string Manifest { get; init; }

    /// <summary>Import statements that are executed ahead; null when there are none.</summary>
    public string? Imports { get; init; }

    /// <summary>Where it stands.</summary>
    public required RevisionStatus Status { get; init; }

    /// <summary>How many builds of it have begun. One that ends with the server's death counts too.</summary>
    public int Attempts { get; init; }

    /// <summary>What the build said; empty before.</summary>
    public string BuildLog { get; init; } = "";

    /// <summary>What was built; null unless <see cref="Status"/> is <see cref="RevisionStatus.Succeeded"/>, or was before a rebuild.</summary>
    public BuiltPackages? Packages { get; init; }

    /// <summary>Names of modules, one a line, that the template imports by itself because the packages have them; empty when there are none.</summary>
    public string Preloads { get; init; } = "";

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
