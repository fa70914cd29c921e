namespace Paddock.Core.Executions;

/// <summary>What a request may ask for. Sizes are UTF-8 bytes unless their name says otherwise.</summary>
public sealed record ExecutionsOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Paddock:Executions";

    /// <summary>Seconds an execution may take when the request does not say.</summary>
    /// <value>1 to <see cref="MaxTimeoutSeconds"/>. Default 30, as the original documents.</value>
    public int DefaultTimeoutSeconds { get; init; } = 30;

    /// <summary>The most seconds a request may ask for.</summary>
    /// <value>1 to 86,400. Default 300.</value>
    public int MaxTimeoutSeconds { get; init; } = 300;

    /// <summary>MiB of memory an execution may use when the request does not say.</summary>
    /// <value><see cref="MinMemoryMiB"/> to <see cref="MaxMemoryMiB"/>. Default 128, as the original documents.</value>
    public int DefaultMemoryMiB { get; init; } = 128;

    /// <summary>The least MiB of memory a request may ask for: no interpreter starts with less.</summary>
    /// <value>1 to <see cref="MaxMemoryMiB"/>. Default 16.</value>
    public int MinMemoryMiB { get; init; } = 16;

    /// <summary>The most MiB of memory a request may ask for.</summary>
    /// <value>1 to 1,048,576. Default 2,048.</value>
    public int MaxMemoryMiB { get; init; } = 2048;

    /// <summary>The longest source text.</summary>
    /// <value>1 to 67,108,864. Default 1 MiB, as the original documents.</value>
    public int MaxCodeBytes { get; init; } = 1024 * 1024;

    /// <summary>The most environment variables.</summary>
    /// <value>0 to 10,000. Default 100, as the original documents.</value>
    public int MaxEnvironmentVariables { get; init; } = 100;

    /// <summary>The longest name of an environment variable.</summary>
    /// <value>1 to 65,536. Default 4 KiB, as the original documents.</value>
    public int MaxEnvironmentNameBytes { get; init; } = 4 * 1024;

    /// <summary>The longest value of an environment variable.</summary>
    /// <value>1 to 131,072, the kernel's own limit for one string. Default 100 KiB, as the original documents.</value>
    public int MaxEnvironmentValueBytes { get; init; } = 100 * 1024;

    /// <summary>The most input files.</summary>
    /// <value>0 to 100,000. Default 1,000.</value>
    public int MaxFiles { get; init; } = 1000;

    /// <summary>The contents of all input files together.</summary>
    /// <value>0 to 1,073,741,824. Default 32 MiB.</value>
    public int MaxFileBytesTotal { get; init; } = 32 * 1024 * 1024;

    /// <summary>How deep <c>input</c> may be nested.</summary>
    /// <value>1 to 1,000, which is all that the cell protocol allows. Default 1,000.</value>
    public int MaxInputDepth { get; init; } = 1000;

    /// <summary>The most arguments of a script.</summary>
    /// <value>0 to 10,000. Default 100, as the original documents.</value>
    public int MaxArguments { get; init; } = 100;

    /// <summary>The longest argument of a script.</summary>
    /// <value>1 to 131,072, the kernel's own limit for one string. Default 100 KiB, as the original documents.</value>
    public int MaxArgumentBytes { get; init; } = 100 * 1024;

    /// <summary>The most that a script may find on its standard input.</summary>
    /// <value>0 to 1,073,741,824. Default 10 MiB, as the original documents.</value>
    public int MaxStdinBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most entries in <c>http.allow</c>.</summary>
    /// <value>0 to 100,000. Default 1,000.</value>
    public int MaxAllowedHosts { get; init; } = 1000;

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    internal static string Setting(string option) => $"Paddock__Executions__{option}";
}
