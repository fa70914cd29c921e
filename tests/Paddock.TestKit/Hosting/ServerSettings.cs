namespace Paddock.TestKit.Hosting;

/// <summary>How to start a server under test.</summary>
internal sealed record ServerSettings
{
    /// <summary>A key that every server under test takes, unless it has to make its own.</summary>
    public const string Key = "riza_01JC0NF0RMANCE000000000000_01JC0NF0RMANCE000000000001";

    /// <summary>The second key of the list.</summary>
    public const string OtherKey = "riza_01JC0NF0RMANCE000000000002_01JC0NF0RMANCE000000000003";

    /// <summary>PADDOCK_API_KEYS; null leaves it unset, so that the server makes a key.</summary>
    public string? ApiKeys { get; init; } = $"{Key},{OtherKey}";

    /// <summary>The data directory; null means a new one, removed with the server.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>More environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The address to listen on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The program and its first arguments; null means <c>./paddock serve</c>, or what PADDOCK_TEST_COMMAND says.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Starts the server in a process group of its own, as a terminal does, so that all of the group can be signalled.</summary>
    public bool OwnGroup { get; init; }

    /// <summary>How long it may take until <c>/health</c> says 200. A first start installs and builds.</summary>
    public TimeSpan StartBound { get; init; } = TimeSpan.FromSeconds(45);
}
