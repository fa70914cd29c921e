using Paddock.Core.Grants;

namespace Paddock.Core.Runtimes;

/// <summary>What to build.</summary>
internal sealed record BuildOrder
{
    /// <summary>See <see cref="BuiltPackages.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>What for.</summary>
    public required RuntimeLanguage Language { get; init; }

    /// <summary>The requirements.txt or package.json.</summary>
    public required string Manifest { get; init; }

    /// <summary>What an earlier build has resolved, to be had again; null: resolve.</summary>
    public string? Lock { get; init; }

    /// <summary>Where the packages are, without credentials: those are added by the door.</summary>
    public required Uri Index { get; init; }

    /// <summary>What it may take.</summary>
    public required BuildLimits Limits { get; init; }

    /// <summary>The way to the index and to nothing else. Whoever has opened it closes it.</summary>
    public required IGrant Grant { get; init; }
}
