using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Paddock.Egress.Upstream;

/// <summary>The operator's proxy, for every host that has no override.</summary>
internal sealed class UpstreamProxy : IWebProxy
{
    private readonly Uri _address;
    private readonly Func<string, bool> _isOverridden;

    /// <param name="address">With a user and a password if it needs them.</param>
    /// <param name="isOverridden">Tells hosts that are connected to without it.</param>
    public UpstreamProxy(Uri address, Func<string, bool> isOverridden)
    {
        _isOverridden = isOverridden;
        _address = new UriBuilder(address) { UserName = "", Password = "", Path = "" }.Uri;
        if (address.UserInfo.Length > 0)
        {
            string[] parts = address.UserInfo.Split(':', 2);
            string user = Uri.UnescapeDataString(parts[0]);
            string password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            Credentials = new NetworkCredential(user, password);
            Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }
    }

    /// <summary>For tunnels, which the handler opens itself.</summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>For requests over plain http: sent at once, since a body that streams cannot be sent again.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _address;

    public bool IsBypassed(Uri host) => _isOverridden(host.IdnHost.Trim('[', ']'));
}
