namespace Paddock.Core.Runtimes;

/// <summary>Where builds of packages find them, and what builds may take.</summary>
public sealed record RuntimesOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Runtimes";

    /// <summary>The package index of Python builds, as pip's <c>--index-url</c>. A user and a password in it are added by the door; the build never sees them.</summary>
    /// <value>An <c>http</c> or <c>https</c> URL. Default PyPI.</value>
    public string PythonIndexUrl { get; init; } = "https://pypi.org/simple";

    /// <summary>Further hosts that the index keeps its files on.</summary>
    /// <value>Host names, as in <c>http.allow</c>; one entry may hold several, separated by commas. Default that of PyPI.</value>
    public IReadOnlyList<string> PythonFileHosts { get; init; } = [];

    /// <summary>The npm registry of JavaScript builds. A user and a password in it are added by the door; the build never sees them.</summary>
    /// <value>An <c>http</c> or <c>https</c> URL. Default the public one.</value>
    public string NpmRegistryUrl { get; init; } = "https://registry.npmjs.org/";

    /// <summary>A bearer token for <see cref="NpmRegistryUrl"/>, added by the door.</summary>
    /// <value>Default none.</value>
    public string? NpmRegistryToken { get; init; }

    /// <summary>Builds that run at the same time.</summary>
    /// <value>0 to 64; 0 stands for one a core. Default 0.</value>
    public int MaxConcurrentBuilds { get; init; }

    /// <summary>Revisions of one project that may be waiting or building; one more is answered 429.</summary>
    /// <value>1 to 100,000. Default 100.</value>
    public int MaxQueuedBuilds { get; init; } = 100;

    /// <summary>Longest one build may take.</summary>
    /// <value>1 to 86,400 seconds. Default 600.</value>
    public int BuildTimeoutSeconds { get; init; } = 600;

    /// <summary>Memory of one build; the files it writes are in it.</summary>
    /// <value>128 to 1,048,576 MiB. Default 3,072.</value>
    public int BuildMemoryMiB { get; init; } = 3072;

    /// <summary>Most that the files of one revision may have together.</summary>
    /// <value>1 to 65,536 MiB. Default 1,024.</value>
    public int MaxPackagesMiB { get; init; } = 1024;

    /// <summary>Most files of one revision.</summary>
    /// <value>1 to 10,000,000. Default 100,000.</value>
    public int MaxPackageFiles { get; init; } = 100_000;

    /// <summary>The longest manifest.</summary>
    /// <value>1 to 1,048,576 bytes of UTF-8. Default 64 KiB.</value>
    public int MaxManifestBytes { get; init; } = 64 * 1024;

    /// <summary>The longest <c>additional_python_imports</c>.</summary>
    /// <value>1 to 16,384 bytes of UTF-8, which is what a launch of a template holds. Default 16 KiB.</value>
    public int MaxImportsBytes { get; init; } = 16 * 1024;

    /// <summary>Most that is kept of a build's log: its beginning and its end.</summary>
    /// <value>4,096 to 16,777,216 bytes. Default 256 KiB.</value>
    public int MaxLogBytes { get; init; } = 256 * 1024;

    /// <summary>How often a build is begun again that the server's death, or a fault of the server's own, has ended.</summary>
    /// <value>1 to 100. Default 3.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    internal static string Setting(string option) => $"{SectionName}__{option}";

    // A record would print the credentials.
    /// <inheritdoc/>
    public override string ToString() => SectionName;
}
