using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Paddock.Door.Tests.Upstream;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Hosting;

/// <summary>A server, and behind its door the hosts of <see cref="Hosts"/>. When it has stopped, nothing of it may be left.</summary>
public sealed class DoorFixture : IAsyncLifetime
{
    /// <summary>What <c>Egress:MaxResponseBytes</c> is set to.</summary>
    internal const long MaxResponseBytes = 8 * 1024 * 1024;

    /// <summary>What <c>Egress:MaxConnectionsPerExecution</c> is set to.</summary>
    internal const int MaxConnections = 50;

    private readonly TestAuthority _authority = new("door tests");
    private readonly TestAuthority _stranger = new("a stranger");
    private readonly string _pem = Path.GetTempFileName();
    private UpstreamServer? _upstream;
    private FaultyServer? _faulty;
    private ServerProcess? _server;

    internal UpstreamServer Upstream => _upstream ?? throw new InvalidOperationException("The hosts have not been started.");

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    internal PaddockClient Client => Server.Client;

    public async ValueTask InitializeAsync()
    {
        var later = DateTimeOffset.UtcNow.AddMonths(6);
        var good = _authority.Issue(later, Hosts.Api, Hosts.Other, "*.wild.example");
        var certificates = new Dictionary<string, X509Certificate2>
        {
            [Hosts.Expired] = _authority.Issue(DateTimeOffset.UtcNow.AddDays(-1), Hosts.Expired),
            [Hosts.Misnamed] = good,
            [Hosts.Untrusted] = _stranger.Issue(later, Hosts.Untrusted),
        };
        await File.WriteAllTextAsync(_pem, _authority.Pem);
        _upstream = await UpstreamServer.StartAsync(name => certificates.GetValueOrDefault(name ?? "", good));
        _faulty = new FaultyServer();
        _server = await ServerProcess.StartAsync(SettingsOfServer(), CancellationToken.None);
    }

    /// <summary>How to start another server with the same hosts behind its door.</summary>
    internal ServerSettings SettingsOfServer() => new() { StartBound = TimeSpan.FromMinutes(4), Environment = Settings() };

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
            await (_upstream?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_faulty?.DisposeAsync() ?? ValueTask.CompletedTask);
            File.Delete(_pem);
            _authority.Dispose();
            _stranger.Dispose();
        }
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Egress__TrustedCertificates"] = _pem,
            ["Egress__MaxResponseBytes"] = MaxResponseBytes.ToString(CultureInfo.InvariantCulture),
            ["Egress__MaxConnectionsPerExecution"] = MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["Paddock__Sandbox__RuntimesDirectory"] = Runtimes(),
        };
        foreach (var host in (string[])[Hosts.Api, Hosts.Other, Hosts.Wild, Hosts.Expired, Hosts.Misnamed, Hosts.Untrusted])
        {
            settings[$"Egress__HostOverrides__{host}"] = $"127.0.0.1:{Upstream.HttpsPort}";
        }

        settings[$"Egress__HostOverrides__{Hosts.Plain}"] = $"127.0.0.1:{Upstream.HttpPort}";
        settings[$"Egress__HostOverrides__{Hosts.Faulty}"] = $"127.0.0.1:{_faulty!.Port}";
        settings[$"Egress__HostOverrides__{Hosts.Refusing}"] = "127.0.0.1:1";
        return settings;
    }

    /// <summary>The file systems with the packages of the compatibility corpus: they have more HTTP libraries.</summary>
    private static string Runtimes()
    {
        var runtimes = Path.Combine(RepositoryRoot.Find(), "artifacts", "compat", "runtimes");
        Directory.Exists(Path.Combine(runtimes, "python", "root")).ShouldBeTrue($"there is nothing in {runtimes}: run this suite through ./paddock test door");
        return runtimes;
    }
}
