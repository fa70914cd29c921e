using Paddock.Escape.Tests.Host;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Cage;

/// <summary>The server under attack, with the layers off that <see cref="LayerSet.OfThisRun"/> names.</summary>
public sealed class CageFixture : IAsyncLifetime
{
    private MutatedRuntimes? _runtimes;
    private ServerProcess? _server;
    private Canaries? _canaries;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    internal Canaries Canaries => _canaries ?? throw new InvalidOperationException("The server has not been started.");

    internal PaddockClient Client => Server.Client;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(new Dictionary<string, string>(), CancellationToken.None);
        _canaries = Canaries.Place(_server);
    }

    /// <summary>Starts a server of this run's kind with more settings, for tests that need one of their own.</summary>
    internal Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(Settings(environment), cancellationToken);

    /// <summary>The same with other settings than environment variables.</summary>
    internal Task<ServerProcess> StartAsync(Func<ServerSettings, ServerSettings> change, CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(change(Settings(new Dictionary<string, string>())), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_server is not null)
            {
                (await _server.StopAsync(Signals.Terminate, CancellationToken.None)).ShouldBe(0, _server.Output.Tail());
                await _server.AssertNothingIsLeftAsync(CancellationToken.None);
            }
        }
        finally
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }

            _canaries?.Dispose();
            _runtimes?.Dispose();
        }
    }

    private ServerSettings Settings(IReadOnlyDictionary<string, string> more)
    {
        var off = LayerSet.OfThisRun;
        // Few cells in stock: every attack waits until the pools are as they were.
        var environment = new Dictionary<string, string>
        {
            ["Paddock__Sandbox__MinReady"] = "2",
            ["Paddock__Sandbox__MaxReady"] = "4",
            [Canaries.ServerVariable] = Canaries.ServerSecret,
        };
        var artifacts = Path.Combine(RepositoryRoot.Find(), "artifacts");
        var parts = off.OfTheServer.Count == 0 ? artifacts : Path.Combine(artifacts, "switchable");
        var runtimes = Path.Combine(parts, "runtimes");
        if (off.OfTheRunner.Count > 0)
        {
            _runtimes ??= MutatedRuntimes.Create(runtimes, off.OfTheRunner);
            runtimes = _runtimes.Directory;
        }

        if (!off.IsEmpty)
        {
            environment["Paddock__Sandbox__RuntimesDirectory"] = runtimes;
            environment["Paddock__Sandbox__NativeDirectory"] = Path.Combine(parts, "native");
        }

        if (off.OfTheServer.Count > 0)
        {
            environment["PADDOCK_WITHOUT"] = string.Join(',', off.OfTheServer);
        }

        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return new ServerSettings
        {
            StartBound = TimeSpan.FromMinutes(4),
            Environment = environment,
            Command = off.OfTheServer.Count == 0 ? null : ["dotnet", Path.Combine(parts, "server", "Paddock.Server.dll")],
        };
    }
}
