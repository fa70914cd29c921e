using Paddock.TestKit.Api;

namespace Paddock.TestKit.Hosting;

/// <summary>The one server that most of the suite talks to. When it has stopped, nothing of it may be left.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    /// <summary>Whoever makes a runtime on this server asks nobody else's machine for packages: nothing listens there.</summary>
    private static readonly Dictionary<string, string> _settings = new()
    {
        ["Runtimes__PythonIndexUrl"] = "http://127.0.0.1:9/simple",
        ["Runtimes__NpmRegistryUrl"] = "http://127.0.0.1:9/",
    };

    private readonly IReadOnlySet<string> _cgroupsBefore = Cgroups.All();
    private ServerProcess? _server;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    internal PaddockClient Client => Server.Client;

    /// <summary>Bursts of requests take turns, so that together they do not fill the queue.</summary>
    internal SemaphoreSlim Burst { get; } = new(1, 1);

    public async ValueTask InitializeAsync() =>
        _server = await ServerProcess.StartAsync(new ServerSettings { StartBound = TimeSpan.FromMinutes(4), Environment = _settings }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Burst.Dispose();
        if (_server is null)
        {
            return;
        }

        var data = _server.DataDirectory;
        try
        {
            (await _server.StopAsync(Signals.Terminate, CancellationToken.None)).ShouldBe(0, _server.Output.Tail());
            await _server.AssertNothingIsLeftAsync(CancellationToken.None);
            await AssertNoNewCgroupAsync();
        }
        finally
        {
            await _server.DisposeAsync();
        }

        Directory.Exists(data).ShouldBeFalse();
    }

    /// <summary>Catches what <see cref="ServerProcess.AssertNothingIsLeftAsync"/> cannot: groups of cells that ended long ago.</summary>
    private async Task AssertNoNewCgroupAsync()
    {
        if (ProcessTable.All().Any(process => process.Name == ProcessTable.JailName))
        {
            return; // Somebody else's server is running: its groups come and go.
        }

        await Eventually.HoldsAsync(
            () => Cgroups.All().IsSubsetOf(_cgroupsBefore),
            TimeSpan.FromSeconds(3),
            () => $"control groups are left: {string.Join(", ", Cgroups.All().Except(_cgroupsBefore))}",
            CancellationToken.None);
    }
}
