namespace Paddock.Server.Hosting;

/// <summary>Where the server listens, where it keeps its state, and what it takes from a connection.</summary>
internal sealed record ServerOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Paddock:Server";

    /// <summary>Where to listen: <c>http://ADDRESS:PORT</c>, several separated by a semicolon. The option <c>--urls</c> sets it.</summary>
    /// <value>Default <c>http://127.0.0.1:3003</c>, the port of the original's own image.</value>
    public string Urls { get; init; } = "http://127.0.0.1:3003";

    /// <summary>The folder for state. The option <c>--data</c> sets it.</summary>
    /// <value>Default <c>.paddock</c> in the current directory.</value>
    public string DataDirectory { get; init; } = ".paddock";

    /// <summary>The longest request body, in bytes.</summary>
    /// <value>1 KiB to 1 GiB. Default 64 MiB: all that the default limits of one request allow, escaped.</value>
    public long MaxRequestBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How slowly a caller may read its answer, in bytes a second; slower, and the connection is ended, because unread answers hold memory.</summary>
    /// <value>0 (as slowly as it likes) to 1 GiB. Default 32 KiB.</value>
    public int MinAnswerBytesPerSecond { get; init; } = 32 * 1024;

    /// <summary>How many seconds requests that still run are waited for when the server stops.</summary>
    /// <value>0 to 3,600. Default 30.</value>
    public int ShutdownTimeoutSeconds { get; init; } = 30;
}
