using Paddock.Runtimes.Tests.Index;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Runtimes.Tests.Hosting;

/// <summary>A server, and behind its door a package index. When it has stopped, nothing of it may be left.</summary>
public sealed class RuntimesFixture : IAsyncLifetime
{
    /// <summary>The name that the index has for builds.</summary>
    internal const string IndexHost = "packages.example";

    private IndexServer? _index;
    private ServerProcess? _server;

    internal IndexServer Index => _index ?? throw new InvalidOperationException("The index has not been started.");

    internal PaddockClient Client => Server.Client;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync()
    {
        var wheels = Path.Combine(RepositoryRoot.Find(), "artifacts", "index");
        Directory.Exists(wheels).ShouldBeTrue($"there is nothing in {wheels}: run this suite through ./paddock test Paddock.Runtimes");
        _index = await IndexServer.StartAsync(wheels);
        foreach (var package in TestPackages.All)
        {
            _index.Add(package);
        }

        _server = await ServerProcess.StartAsync(SettingsOfServer(), CancellationToken.None);
    }

    /// <summary>How to start a server with the index behind its door.</summary>
    /// <param name="settings">More settings, such as <c>Runtimes__BuildTimeoutSeconds</c>.</param>
    internal ServerSettings SettingsOfServer(params (string Name, string Value)[] settings) => new()
    {
        StartBound = TimeSpan.FromMinutes(4),
        Environment = new Dictionary<string, string>(settings.ToDictionary(static setting => setting.Name, static setting => setting.Value))
        {
            ["Runtimes__PythonIndexUrl"] = $"http://{IndexServer.User}:{IndexServer.Password}@{IndexHost}/simple",
            [$"Egress__HostOverrides__{IndexHost}"] = $"127.0.0.1:{Index.Port}",
        },
    };

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
            await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_index?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
