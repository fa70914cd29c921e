using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;
using Paddock.Egress.Certificates;
using Paddock.Egress.Forwarding;
using Paddock.Egress.Grants;
using Paddock.Egress.Hosting;
using Paddock.Egress.Listening;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>A whole door on loopback, with one grant that is served on one port.</summary>
internal sealed class ForwardBench : IAsyncDisposable
{
    private readonly DoorAuthority _authority = new(TimeProvider.System);
    private readonly QuietForwarder _forwarder = new(TimeProvider.System);
    private readonly UpstreamClient _upstream;
    private readonly DoorServices _services;
    private readonly DoorHost _host;
    private readonly DoorSocket _listener;
    private readonly List<HttpClient> _clients = [];
    private Grant? _grant;
    private bool _isOperators;

    private ForwardBench(EgressOptions options, IHostResolver resolver, TimeProvider? time)
    {
        DoorListenerFactory listeners = new();
        _upstream = new UpstreamClient(Options.Create(options), resolver, TimeProvider.System);
        RequestHandler handler = new(_forwarder, _upstream, Options.Create(options), time ?? TimeProvider.System, Logs.For<RequestHandler>());
        _services = new DoorServices(listeners, Options.Create(options), TimeProvider.System, Logs.For<DoorServices>());
        _host = new DoorHost(handler.HandleAsync, new DoorHandshake(new LeafCache(_authority, TimeProvider.System)), listeners, Logs.For<DoorHost>());
        _listener = DoorSockets.Listener(out int port);
        Port = port;
    }

    internal int Port { get; }

    internal RecordingLogs Logs { get; } = new();

    internal Grant Grant => _grant!;

    /// <summary>With hosts that the operator has named.</summary>
    internal static Task<ForwardBench> StartForOperatorAsync(EgressOptions options, IHostResolver? resolver, params (string Host, HostCredential? Credential)[] hosts) =>
        StartAsync(new ForwardBench(options, resolver ?? new TableResolver(), null) { _isOperators = true }, hosts);

    internal static Task<ForwardBench> StartAsync(EgressOptions options, IHostResolver? resolver, params (string Host, HostCredential? Credential)[] hosts) =>
        StartAsync(new ForwardBench(options, resolver ?? new TableResolver(), null), hosts);

    private static async Task<ForwardBench> StartAsync(ForwardBench bench, params (string Host, HostCredential? Credential)[] hosts)
    {
        await bench._host.StartAsync(TestContext.Current.CancellationToken);
        List<AllowedHost> allowed = [];
        foreach ((string host, HostCredential? credential) in hosts)
        {
            HostPatternParser.Parse($"{host}:{bench.Port}", out HostPattern? pattern).ShouldBeNull();
            allowed.Add(new AllowedHost(pattern!, credential) { IsOperators = bench._isOperators });
        }

        bench._grant = new Grant("01JDPADDOCKEXECUTION000000", allowed, bench._services);
        bench._grant.Serve([bench._listener]);
        return bench;
    }

    /// <summary>With <c>x.test</c> at a port of loopback.</summary>
    internal static Task<ForwardBench> StartAsync(int upstream, HostCredential? credential = null, Func<EgressOptions, EgressOptions>? change = null, TimeProvider? time = null)
    {
        EgressOptions options = new() { HostOverrides = new Dictionary<string, string> { ["x.test"] = $"127.0.0.1:{upstream}" } };
        return StartAsync(new ForwardBench(change?.Invoke(options) ?? options, new TableResolver(), time), ("x.test", credential));
    }

    internal Uri Url(string path, string host = "x.test", bool isSecure = false) => new($"{(isSecure ? "https" : "http")}://{host}:{Port}{path}");

    internal Uri Secure(string path, string host = "x.test") => Url(path, host, isSecure: true);

    internal SocketsHttpHandler NewHandler() => new()
    {
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await DoorBench.ConnectAsync(Port, cancellationToken: cancellationToken), ownsSocket: true),
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509Certificate2.CreateFromPem(_authority.Pem) },
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        },
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    };

    /// <summary>A client in the cell.</summary>
    internal HttpClient Client(int version = 1)
    {
        HttpClient client = new(NewHandler())
        {
            DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Soon.Patience,
        };
        _clients.Add(client);
        return client;
    }

    /// <summary>Closes the grant.</summary>
    internal async Task<GrantReport> CloseAsync() => await Grant.CloseAsync().Soonest();

    public async ValueTask DisposeAsync()
    {
        foreach (HttpClient client in _clients)
        {
            client.Dispose();
        }

        await Grant.DisposeAsync();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        _services.Dispose();
        _forwarder.Dispose();
        _authority.Dispose();
        Logs.Lines.ShouldBeEmpty("nothing that a host or the code does is worth more than Debug");
    }
}
