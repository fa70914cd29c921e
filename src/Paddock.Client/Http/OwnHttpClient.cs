namespace Paddock.Client.Http;

/// <summary>Makes the HTTP client of those who bring none.</summary>
internal static class OwnHttpClient
{
    // Names may be pointed elsewhere; a connection that is never given up would not notice.
    private static readonly TimeSpan _connectionLifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _connectBound = TimeSpan.FromSeconds(10);

    public static HttpClient Create(Uri baseUrl)
    {
        SocketsHttpHandler handler = new()
        {
            // A redirect would lose the key, and turn a POST into a GET.
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = _connectBound,
            PooledConnectionLifetime = _connectionLifetime,
            UseCookies = false,
            // HTTP_PROXY is meant for other machines.
            UseProxy = !baseUrl.IsLoopback,
        };
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
