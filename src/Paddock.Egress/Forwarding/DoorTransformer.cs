using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Paddock.Egress.Credentials;
using Paddock.Egress.Masking;
using Paddock.Egress.Upstream;
using Yarp.ReverseProxy.Forwarder;

namespace Paddock.Egress.Forwarding;

/// <summary>Turns the code's request into ours, and the host's response into ours. One exchange's.</summary>
internal sealed class DoorTransformer(Exchange exchange, Uri target, UpstreamClient upstream) : HttpTransformer
{
    // Ours come from what was judged; the others promise what is not kept: we answer an Expect ourselves, and request trailers cannot be sent.
    private static readonly string[] _notCopied = ["Host", "Expect", "Trailer"];

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        if (proxyRequest.Content is { } body)
        {
            proxyRequest.Content = new RequestContent(body, exchange);
        }

        proxyRequest.RequestUri = target;
        IHeaderDictionary headers = httpContext.Request.Headers;
        foreach ((string name, StringValues values) in headers)
        {
            if (!name.StartsWith(':') && !_notCopied.Contains(name, StringComparer.OrdinalIgnoreCase) && !HopByHop.Contains(name, headers.Connection))
            {
                Add(proxyRequest, name, values);
            }
        }

        if (headers.ContainsKey(HeaderNames.TransferEncoding))
        {
            proxyRequest.Content?.Headers.Remove(HeaderNames.ContentLength);
        }

        if (headers.GetCommaSeparatedValues(HeaderNames.TE).Contains("trailers", StringComparer.OrdinalIgnoreCase))
        {
            proxyRequest.Headers.TryAddWithoutValidation(HeaderNames.TE, "trailers");
        }

        if (exchange.Credentials.Count > 0)
        {
            // What is compressed cannot be looked through for what must not come back.
            proxyRequest.Headers.Remove(HeaderNames.AcceptEncoding);
            proxyRequest.Headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, "identity");
            proxyRequest.Headers.Remove(HeaderNames.SecWebSocketExtensions);
            CredentialWriter.ApplyToHeaders(proxyRequest, exchange.Credentials);
        }

        KeepToItself(proxyRequest);
        upstream.AuthorizeAtProxy(proxyRequest);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return ValueTask.FromResult(false);
        }

        long length = proxyResponse.Content.Headers.ContentLength ?? 0;
        bool hasBody = !HttpMethods.IsHead(httpContext.Request.Method) && proxyResponse.StatusCode != HttpStatusCode.NotModified;
        if (hasBody && length > exchange.MaxResponseBytes)
        {
            exchange.Failure = Failure.TooLong(exchange.MaxResponseBytes);
            return ValueTask.FromResult(false);
        }

        bool isUpgrade = proxyResponse.StatusCode == HttpStatusCode.SwitchingProtocols || proxyResponse.RequestMessage?.Method == HttpMethod.Connect;
        if (proxyResponse.StatusCode == HttpStatusCode.SwitchingProtocols && !IsToWebSocket(proxyResponse))
        {
            exchange.Failure = new Failure(StatusCodes.Status502BadGateway, "answered with a switch of protocols that was not asked for");
            return ValueTask.FromResult(false);
        }

        // Its text may say anything, a secret too, and nobody may rely on it.
        httpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        StringValues connection = proxyResponse.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out HeaderStringValues named) ? named.ToArray() : StringValues.Empty;
        Copy(proxyResponse.Headers, httpContext.Response.Headers, connection);
        Copy(proxyResponse.Content.Headers, httpContext.Response.Headers, connection);
        // Hosts send a length with a 204 though there is nothing: RFC 9110, 8.6.
        if (proxyResponse.Headers.NonValidated.Contains(HeaderNames.TransferEncoding) || proxyResponse.StatusCode == HttpStatusCode.NoContent)
        {
            httpContext.Response.Headers.Remove(HeaderNames.ContentLength);
        }

        proxyResponse.Content = new ResponseContent(proxyResponse.Content, exchange, isUpgrade);
        return ValueTask.FromResult(true);
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        exchange.IsComplete = true;
        if (httpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            Copy(proxyResponse.TrailingHeaders, trailers, StringValues.Empty);
        }

        return ValueTask.CompletedTask;
    }

    private static void Add(HttpRequestMessage request, string name, StringValues values)
    {
        // HTTP/2 may send a cookie in pieces, which only HTTP/2 puts together.
        IEnumerable<string?> lines = values.Count > 1 && name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? [string.Join("; ", values.ToArray())] : values;
        if (!request.Headers.TryAddWithoutValidation(name, lines))
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, lines);
        }
    }

    /// <summary>These prove who somebody is to a connection, not to a request: the next request on it, of whatever execution, would be that somebody's.</summary>
    private static void KeepToItself(HttpRequestMessage request)
    {
        if (!request.Headers.NonValidated.TryGetValues(HeaderNames.Authorization, out HeaderStringValues authorization))
        {
            return;
        }

        foreach (string value in authorization)
        {
            if (value.StartsWith("NTLM", StringComparison.OrdinalIgnoreCase) || value.StartsWith("Negotiate", StringComparison.OrdinalIgnoreCase))
            {
                request.Version = HttpVersion.Version11;
                request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
                request.Headers.ConnectionClose = true;
            }
        }
    }

    private void Copy(HttpHeaders from, IHeaderDictionary to, StringValues connection)
    {
        foreach ((string name, HeaderStringValues values) in from.NonValidated)
        {
            if (HopByHop.Contains(name, connection) || exchange.Mask?.Apply(name) is { } masked && masked != name)
            {
                continue;
            }

            string[] lines = [.. values];
            if (exchange.Mask is { } mask)
            {
                Hide(lines, mask);
            }

            to[name] = StringValues.Concat(to[name], lines);
        }
    }

    private static bool IsToWebSocket(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(HeaderNames.Upgrade, out HeaderStringValues upgrade) && RequestHandler.IsWebSocket(upgrade.ToArray());

    private static void Hide(string[] lines, SecretMask mask)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = mask.Apply(lines[i]);
        }
    }
}
