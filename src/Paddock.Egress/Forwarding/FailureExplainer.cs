using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Paddock.Egress.Upstream;
using Yarp.ReverseProxy.Forwarder;

namespace Paddock.Egress.Forwarding;

/// <summary>Says for the code what went wrong. Texts of exceptions are left where they are: they may name what is none of its business.</summary>
internal sealed class FailureExplainer(EgressOptions options)
{
    private const int BadGateway = StatusCodes.Status502BadGateway;

    /// <summary>Explains <paramref name="error"/>, which was not the code's doing.</summary>
    /// <param name="error">Where it happened.</param>
    /// <param name="exception">What happened.</param>
    /// <param name="wasSilent">Whether it was our own doing, since the host was silent in the middle of its response.</param>
    public Failure Explain(ForwarderError error, Exception? exception, bool wasSilent)
    {
        if (Find<UpstreamException>(exception) is { } upstream)
        {
            return new Failure(StatusOf(upstream.Fault), upstream.Reason);
        }

        return error switch
        {
            ForwarderError.RequestTimedOut when Find<TimeoutException>(exception) is not null => new Failure(
                StatusCodes.Status504GatewayTimeout, $"could not be connected to within {Seconds(options.ConnectTimeoutSeconds)}"),
            ForwarderError.ResponseBodyDestination when wasSilent => Silent(),
            ForwarderError.RequestTimedOut or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.UpgradeActivityTimeout => Silent(),
            ForwarderError.RequestBodyClient => new Failure(StatusCodes.Status400BadRequest, "could not be sent the request: its body is broken"),
            ForwarderError.RequestCreation => new Failure(StatusCodes.Status400BadRequest, "could not be sent the request: its head is broken"),
            ForwarderError.ResponseHeaders => new Failure(BadGateway, "answered with a head that is not valid HTTP"),
            ForwarderError.ResponseBodyDestination => new Failure(BadGateway, "broke off its response"),
            ForwarderError.UpgradeRequestDestination or ForwarderError.UpgradeResponseDestination => new Failure(BadGateway, "broke off the connection"),
            ForwarderError.UpgradeResponseClient => new Failure(BadGateway, "answered with a switch of protocols that was not asked for"),
            _ => new Failure(BadGateway, ExplainRequest(exception)),
        };
    }

    private static int StatusOf(UpstreamFault fault) => fault switch
    {
        UpstreamFault.AddressRefused => StatusCodes.Status403Forbidden,
        UpstreamFault.TimedOut => StatusCodes.Status504GatewayTimeout,
        _ => BadGateway,
    };

    private static string ExplainRequest(Exception? exception)
    {
        if (Find<SocketException>(exception) is { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown })
        {
            return "reset the connection";
        }

        // The outer exceptions only tell that the inner ones happened.
        return (Find<HttpIOException>(exception)?.HttpRequestError ?? Find<HttpRequestException>(exception)?.HttpRequestError) switch
        {
            HttpRequestError.SecureConnectionError => "does not speak TLS as this server understands it",
            HttpRequestError.ProxyTunnelError => "cannot be reached through the server's proxy",
            HttpRequestError.ConfigurationLimitExceeded => "answered with a head that is too long",
            HttpRequestError.InvalidResponse => "answered with something that is not valid HTTP",
            HttpRequestError.HttpProtocolError => "broke the rules of HTTP/2",
            HttpRequestError.ResponseEnded => "closed the connection without an answer",
            HttpRequestError.ConnectionError => "cannot be reached",
            _ => "broke off the connection",
        };
    }

    private Failure Silent() => new(StatusCodes.Status504GatewayTimeout, $"was silent for {Seconds(options.IdleTimeoutSeconds)}");

    private static string Seconds(int seconds) => seconds.ToString(CultureInfo.InvariantCulture) + " s";

    /// <summary>The innermost of its kind.</summary>
    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        T? found = null;
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is AggregateException several)
            {
                foreach (Exception one in several.InnerExceptions)
                {
                    if (Find<T>(one) is { } inner)
                    {
                        return inner;
                    }
                }
            }

            found = exception as T ?? found;
        }

        return found;
    }
}
