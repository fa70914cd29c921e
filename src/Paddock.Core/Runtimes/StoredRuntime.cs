namespace Paddock.Core.Runtimes;

/// <summary>A named line of revisions.</summary>
public sealed record StoredRuntime
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What its packages are for.</summary>
    public required RuntimeLanguage Language { get; init; }

    /// <summary>What its creator asked for: <c>wasi</c>, <c>microvm</c> or <c>v8</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its newest revision, by id; read without <see cref="StoredRevision.BuildLog"/> and <see cref="BuiltPackages.Lock"/>.</summary>
    public required StoredRevision Newest { get; init; }
}
