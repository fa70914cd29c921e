namespace Paddock.Egress;

/// <summary>What the operator says about the way out.</summary>
public sealed record EgressOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Egress";

    /// <summary>Address ranges that code may be let through to although they are private, loopback, link-local or otherwise not of the public Internet.</summary>
    /// <value>CIDR blocks, such as <c>10.20.0.0/16</c> or <c>127.0.0.0/8</c>; one entry may hold several, separated by commas. The addresses of clouds' metadata services, such as 169.254.169.254, are opened by an entry for exactly one of them only (<c>/32</c> or <c>/128</c>). Default none.</value>
    public IReadOnlyList<string> AllowPrivateRanges { get; init; } = [];

    /// <summary>A PEM file of certificate authorities that are trusted upstream besides those of the system.</summary>
    /// <value>Path of an existing file. Default none.</value>
    public string? TrustedCertificates { get; init; }

    /// <summary>Where the connections to a host go instead of where its name points: the operator's word, so the address needs no entry in <see cref="AllowPrivateRanges"/>.</summary>
    /// <value>Host name to <c>ip:port</c>. Default none.</value>
    public IReadOnlyDictionary<string, string> HostOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>A proxy that all connections go through. It resolves the names, so the addresses it connects to are its own to check.</summary>
    /// <value>An <c>http://</c> URL, with a user and a password if it needs them. Default none.</value>
    public string? UpstreamProxy { get; init; }

    /// <summary>Most connections that one execution may have open at a time; one more is closed at once.</summary>
    /// <value>1 to 10,000. Default 100.</value>
    public int MaxConnectionsPerExecution { get; init; } = 100;

    /// <summary>Most bytes of one response's body; it is broken off at that.</summary>
    /// <value>1 KiB to 1 TiB. Default 256 MiB.</value>
    public long MaxResponseBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Whether credentials may also be added to requests over plain http, where whoever is on the way can read them.</summary>
    /// <value>Default false.</value>
    public bool AllowCredentialsOverHttp { get; init; }

    /// <summary>Longest it may take to find a host's address and to connect to it, TLS included.</summary>
    /// <value>1 to 600 seconds. Default 10.</value>
    public int ConnectTimeoutSeconds { get; init; } = 10;

    /// <summary>Longest silence of a host while a request or a response is on its way. An execution's own limit may be shorter.</summary>
    /// <value>1 to 3,600 seconds. Default 300.</value>
    public int IdleTimeoutSeconds { get; init; } = 300;

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    internal static string Setting(string option) => $"{SectionName}__{option}";
}
