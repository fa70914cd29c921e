using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace Paddock.Egress.Upstream;

/// <summary>Makes the ways out. Each execution has connections of its own: what one does to a connection must not meet the request of another.</summary>
internal sealed class UpstreamClient
{
    /// <summary>A kilobyte is the unit of the handler. Servers send 8 to 16 at most; what sends more means no good.</summary>
    private const int MaxResponseHeadersKilobytes = 64;

    /// <summary>Shorter than most servers keep theirs, so that it is seldom they who close it, just when it is used again.</summary>
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(30);

    /// <summary>After that a name is looked up anew, and its address checked anew.</summary>
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    // A connection over HTTP/2 may be shared by many: whether it is dead must not be found out by each of them alone.
    private static readonly TimeSpan _ping = TimeSpan.FromSeconds(30);

    private readonly EgressOptions _settings;
    private readonly UpstreamTrust _trust;
    private readonly UpstreamConnector _connector;
    private readonly UpstreamConnector _operators;
    private readonly UpstreamProxy? _proxy;

    /// <summary>
    /// What a host may send of one response over HTTP/2 that the code does not take. By default it grows to 16 MiB for whoever reads fast at first,
    /// and a cell may have thousands of responses under way.
    /// </summary>
    private const int StreamWindow = 256 * 1024;

    static UpstreamClient() => AppContext.SetSwitch("System.Net.SocketsHttpHandler.Http2FlowControl.DisableDynamicWindowSizing", true);

    public UpstreamClient(IOptions<EgressOptions> options, IHostResolver resolver, TimeProvider time)
    {
        _settings = options.Value;
        _trust = new UpstreamTrust(_settings.TrustedCertificates, time);
        _connector = new UpstreamConnector(_settings, resolver, time);
        _operators = new UpstreamConnector(_settings, resolver, time, isForOperator: true);
        _proxy = Uri.TryCreate(_settings.UpstreamProxy, UriKind.Absolute, out Uri? proxy) ? new UpstreamProxy(proxy, _connector.IsOverridden) : null;
    }

    /// <summary>A way out with connections of its own, which close when it is disposed of. It adds nothing to requests and follows nothing.</summary>
    /// <param name="isForOperator">Whether it leads only to hosts that the operator has named.</param>
    public HttpMessageInvoker NewInvoker(bool isForOperator) => new(NewHandler(isForOperator ? _operators : _connector));

    /// <summary>What a host that is an address itself is, when it must not be reached. Behind a proxy nothing else checks that.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isForOperator">Whether the operator has named it.</param>
    public string? JudgeLiteral(string host, bool isForOperator) => (isForOperator ? _operators : _connector).JudgeLiteral(host);

    /// <summary>Shows <paramref name="request"/>, which goes out over plain http, to the operator's proxy.</summary>
    public void AuthorizeAtProxy(HttpRequestMessage request)
    {
        if (_proxy?.Authorization is { } authorization && request.RequestUri is { Scheme: "http" } uri && !_proxy.IsBypassed(uri))
        {
            request.Headers.ProxyAuthorization = authorization;
        }
    }

    private SocketsHttpHandler NewHandler(UpstreamConnector connector) => new()
    {
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = connector.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(_settings.ConnectTimeoutSeconds),
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindow,
        KeepAlivePingDelay = _ping,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingTimeout = _ping,
        MaxResponseHeadersLength = MaxResponseHeadersKilobytes,
        PooledConnectionIdleTimeout = _idle,
        PooledConnectionLifetime = _lifetime,
        PreAuthenticate = false,
        Proxy = _proxy,
        // Bytes pass as they are, whatever they mean.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        SslOptions = _trust.ToOptions(),
        UseCookies = false,
        UseProxy = _proxy is not null,
    };
}
