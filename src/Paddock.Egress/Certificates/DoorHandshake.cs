using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Paddock.Core.Grants;
using Paddock.Egress.Listening;

namespace Paddock.Egress.Certificates;

/// <summary>Answers TLS handshakes in the name of whoever the code wants to talk to. What it may talk to is decided later, where a refusal can be explained.</summary>
internal sealed class DoorHandshake(LeafCache certificates)
{
    /// <summary>Longest a handshake may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly List<SslApplicationProtocol> _protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Makes a certificate that nobody asks for: the first one costs a hundred times what all others do, and it had better fail here than in a cell.</summary>
    public void Prepare() => certificates.Get("prepared.invalid");

    /// <summary>Finds the certificate for a handshake: that of the name it asks for, or of the address that was dialed when it asks for none.</summary>
    /// <exception cref="AuthenticationException">What it asks for is no host name.</exception>
    public ValueTask<SslServerAuthenticationOptions> AnswerAsync(TlsHandshakeCallbackContext context)
    {
        DoorConnection connection = context.Connection.Features.Get<DoorConnection>()
            ?? throw new InvalidOperationException("A connection came in by another way than the door.");
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = certificates.Get(HostOf(context.ClientHelloInfo.ServerName, connection)),
            ApplicationProtocols = _protocols,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
        };
        return ValueTask.FromResult(options);
    }

    private static string HostOf(string serverName, DoorConnection connection)
    {
        if (serverName.Length == 0)
        {
            IPAddress dialed = connection.Dialed.Address;
            return (dialed.IsIPv4MappedToIPv6 ? dialed.MapToIPv4() : dialed).ToString();
        }

        if (HostNames.Canonicalize(serverName, out string host, out _) is { } rule)
        {
            connection.Grant.Journal.Note($"a TLS server name {rule}");
            throw new AuthenticationException($"The server name {rule}.");
        }

        return host;
    }
}
