using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;
using Paddock.Egress.Certificates;
using Paddock.Egress.Grants;
using Paddock.Egress.Hosting;
using Paddock.Egress.Listening;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>A door with everything but what stands behind it.</summary>
internal sealed class DoorBench : IAsyncDisposable
{
    internal const string ExecutionId = "01JDPADDOCKEXECUTION000000";

    private readonly DoorServices _services;
    private readonly DoorHost _host;
    private readonly List<IGrant> _grants = [];

    private DoorBench(EgressOptions options, TimeProvider time)
    {
        DoorListenerFactory listeners = new();
        Authority = new DoorAuthority(TimeProvider.System);
        _services = new DoorServices(listeners, Options.Create(options), time, Logs.For<DoorServices>());
        _host = new DoorHost(Handler.HandleAsync, new DoorHandshake(new LeafCache(Authority, TimeProvider.System)), listeners, Logs.For<DoorHost>());
        Egress = new EgressDoor(Authority, _services);
    }

    internal TestHandler Handler { get; } = new();

    internal RecordingLogs Logs { get; } = new();

    internal DoorAuthority Authority { get; }

    internal EgressDoor Egress { get; }

    internal static async Task<DoorBench> StartAsync(EgressOptions? options = null, TimeProvider? time = null)
    {
        DoorBench bench = new(options ?? new EgressOptions(), time ?? TimeProvider.System);
        await bench._host.StartAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    internal Task StopServerAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    internal Grant Open(params string[] hosts)
    {
        List<AllowedHost> allowed = [];
        foreach (string host in hosts.Length == 0 ? ["*"] : hosts)
        {
            HostPatternParser.Parse(host, out HostPattern? pattern).ShouldBeNull();
            allowed.Add(new AllowedHost(pattern!, null));
        }

        Grant grant = (Grant)Egress.Open(ExecutionId, allowed);
        _grants.Add(grant);
        return grant;
    }

    /// <summary>Opens a grant that is served on one listener.</summary>
    internal Grant OpenAt(out int port)
    {
        Grant grant = Open();
        grant.Serve([DoorSockets.Listener(out port)]);
        return grant;
    }

    /// <summary>A client whose every connection goes to <paramref name="port"/>, and which trusts what a cell trusts.</summary>
    internal HttpClient Client(int port, string address = "127.0.0.1") => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(port, address, cancellationToken), ownsSocket: true),
        SslOptions = Trust(),
        UseProxy = false,
    })
    {
        Timeout = Soon.Patience,
    };

    internal SslClientAuthenticationOptions Trust() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(Authority.Pem) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    internal static async Task<Socket> ConnectAsync(int port, string address = "127.0.0.1", CancellationToken? cancellationToken = null)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, port, cancellationToken ?? TestContext.Current.CancellationToken);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IGrant grant in _grants)
        {
            await grant.DisposeAsync();
        }

        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        _services.Dispose();
        Authority.Dispose();
        Logs.Lines.ShouldBeEmpty("nothing that happens on a connection is worth more than Debug");
    }
}
