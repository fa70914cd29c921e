using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Paddock.Egress.Forwarding;

/// <summary>Headers that are about one connection, and so end at the door (RFC 9110, 7.6.1).</summary>
internal static class HopByHop
{
    private static readonly FrozenSet<string> _always = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Alt-Svc", // another way to the host, which does not lead through the door
        "Connection",
        "HTTP2-Settings",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authentication-Info",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Transfer-Encoding",
        "Upgrade");

    /// <summary>Whether a header ends here.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="connection">What the Connection header of the same message names.</param>
    public static bool Contains(string name, StringValues connection) => _always.Contains(name) || (connection.Count > 0 && IsNamed(name, connection));

    private static bool IsNamed(string name, StringValues connection)
    {
        foreach (string? value in connection)
        {
            foreach (Range range in value.AsSpan().Split(','))
            {
                if (value.AsSpan(range).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
