using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Paddock.Server.Hosting;

/// <summary>Sets Kestrel up for many short requests from many connections.</summary>
internal static class KestrelSetup
{
    /// <summary>How long a caller may stall before its speed counts.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;

        kestrel.Limits.MinResponseDataRate = options.MinAnswerBytesPerSecond == 0 ? null : new MinDataRate(options.MinAnswerBytesPerSecond, _grace);

        // Nobody needs longer for the headers of an API call; connections that dawdle hold memory.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);

        // Addresses are listened on here and not by URL, so that exactly those that were checked are open.
        ListenAddress.ParseAll(options.Urls, out IReadOnlyList<ListenAddress> addresses);
        foreach (ListenAddress address in addresses)
        {
            if (address.Address is null)
            {
                kestrel.ListenLocalhost(address.Port);
            }
            else
            {
                kestrel.Listen(address.Address, address.Port);
            }
        }
    }
}
