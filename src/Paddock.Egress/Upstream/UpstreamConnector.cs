using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Paddock.Egress.Upstream;

/// <summary>Makes the connections. What is checked is the address that is connected to, not a name that may mean something else a moment later.</summary>
internal sealed class UpstreamConnector
{
    /// <summary>More addresses of one name are not tried: by then the time is up anyway.</summary>
    private const int MaxAddresses = 8;

    /// <summary>An address that does not answer must leave time for the next.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    private readonly IHostResolver _resolver;
    private readonly TimeProvider _time;
    private readonly AddressRules _rules;
    private readonly Dictionary<string, IPEndPoint> _overrides;
    private readonly DnsEndPoint? _proxy;
    private readonly int _timeoutSeconds;

    /// <param name="options">Of the operator.</param>
    /// <param name="resolver">Finds addresses.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isForOperator">Whether the hosts are those that the operator has named.</param>
    public UpstreamConnector(EgressOptions options, IHostResolver resolver, TimeProvider time, bool isForOperator = false)
    {
        _resolver = resolver;
        _time = time;
        AddressRules rules = AddressRules.Read(options.AllowPrivateRanges);
        _rules = isForOperator ? rules.ForOperator() : rules;
        _overrides = ReadOverrides(options.HostOverrides);
        _timeoutSeconds = options.ConnectTimeoutSeconds;
        _proxy = Uri.TryCreate(options.UpstreamProxy, UriKind.Absolute, out Uri? proxy) ? new DnsEndPoint(proxy.IdnHost, proxy.Port) : null;
    }

    /// <summary>Whether the operator said where connections to <paramref name="host"/> go.</summary>
    public bool IsOverridden(string host) => _overrides.ContainsKey(host);

    /// <summary>What kind of address <paramref name="host"/> is, when it is one that must not be connected to; null otherwise, and for every name.</summary>
    public string? JudgeLiteral(string host) => IPAddress.TryParse(host, out IPAddress? address) && !IsOverridden(host) ? _rules.Judge(address) : null;

    /// <summary>Connects to the host that <paramref name="context"/> names.</summary>
    /// <exception cref="UpstreamException">It cannot be, or must not be.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAnyAsync(await FindAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException error)
        {
            throw new UpstreamException(UpstreamFault.TimedOut, $"could not be connected to within {_timeoutSeconds.ToString(CultureInfo.InvariantCulture)} s", error);
        }
    }

    private static Dictionary<string, IPEndPoint> ReadOverrides(IReadOnlyDictionary<string, string> texts)
    {
        Dictionary<string, IPEndPoint> overrides = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string host, string text) in texts)
        {
            if (IPEndPoint.TryParse(text, out IPEndPoint? end))
            {
                overrides[Core.Grants.HostNames.Canonicalize(host, out string canonical, out _) is null ? canonical : host] = end;
            }
        }

        return overrides;
    }

    /// <summary>The checked addresses of an endpoint; at least one.</summary>
    private async Task<IReadOnlyList<IPEndPoint>> FindAsync(DnsEndPoint end, CancellationToken cancellationToken)
    {
        string host = end.Host.Trim('[', ']');
        if (_overrides.TryGetValue(host, out IPEndPoint? elsewhere))
        {
            return [elsewhere];
        }

        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        if (_proxy is not null)
        {
            // Every other connection goes to the operator's own proxy, wherever that is.
            return [.. addresses.Select(address => new IPEndPoint(address, end.Port)).Take(MaxAddresses)];
        }

        List<IPEndPoint> allowed = [];
        string? refused = null;
        foreach (IPAddress address in addresses)
        {
            if (_rules.Judge(address) is { } kind)
            {
                refused ??= kind;
            }
            else
            {
                allowed.Add(new IPEndPoint(address, end.Port));
            }
        }

        return allowed.Count > 0 ? allowed[..Math.Min(allowed.Count, MaxAddresses)] : throw new UpstreamException(UpstreamFault.AddressRefused, Refused(refused!));
    }

    /// <summary>The end of a sentence that starts with the host.</summary>
    public static string Refused(string kind) =>
        $"has a {kind} address, which code must not reach here; the operator can allow its range with Egress__AllowPrivateRanges";

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            IPAddress[] addresses = await _resolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new UpstreamException(UpstreamFault.NameNotFound, "was not found: its name has no address");
        }
        catch (SocketException error)
        {
            string reason = error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                ? "was not found: its name has no address"
                : "was not found: the name servers did not answer";
            throw new UpstreamException(UpstreamFault.NameNotFound, reason, error);
        }
    }

    private async Task<Stream> ConnectAnyAsync(IReadOnlyList<IPEndPoint> ends, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        for (int i = 0; i < ends.Count; i++)
        {
            bool isLast = i == ends.Count - 1;
            using CancellationTokenSource patience = new(isLast ? Timeout.InfiniteTimeSpan : _patience, _time);
            using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                return await ConnectAsync(ends[i], both.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!isLast && !cancellationToken.IsCancellationRequested)
            {
                // The next one may answer.
            }
            catch (SocketException error)
            {
                last = error;
            }
        }

        throw new UpstreamException(UpstreamFault.Unreachable, Describe(last?.SocketErrorCode), last);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket.")]
    private static async Task<Stream> ConnectAsync(IPEndPoint end, CancellationToken cancellationToken)
    {
        Socket socket = new(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Describe(SocketError? error) => error switch
    {
        SocketError.ConnectionRefused => "refused the connection",
        SocketError.ConnectionReset => "reset the connection",
        SocketError.TimedOut => "did not answer",
        _ => "cannot be reached",
    };
}
