using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Paddock.Egress.Upstream;

/// <summary>Who is believed to be the host: whoever an authority of the system vouches for, or one that the operator adds.</summary>
internal sealed class UpstreamTrust
{
    // What a certificate of a TLS server is for (RFC 5280, 4.2.1.12).
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _added = [];
    private readonly TimeProvider _time;

    /// <param name="trustedCertificates">Path of a PEM file, or null.</param>
    /// <param name="time">What tells an expired certificate from one that is too new.</param>
    public UpstreamTrust(string? trustedCertificates, TimeProvider time)
    {
        _time = time;
        if (!string.IsNullOrEmpty(trustedCertificates))
        {
            _added.ImportFromPemFile(trustedCertificates);
        }
    }

    /// <summary>For the handler.</summary>
    public SslClientAuthenticationOptions ToOptions() => new()
    {
        CertificateChainPolicy = NewPolicy(),
        RemoteCertificateValidationCallback = Validate,
    };

    /// <summary>A missing link is never fetched from where a certificate says: that would be a request of the server to wherever its sender likes.</summary>
    private static X509ChainPolicy NewPolicy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        ApplicationPolicy = { _serverAuthentication },
    };

    /// <exception cref="UpstreamException">The certificate is not good.</exception>
    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 leaf || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            throw new UpstreamException(UpstreamFault.Certificate, "sent no certificate");
        }

        X509ChainStatusFlags status = All(chain);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && _added.Count > 0)
        {
            using X509Chain second = new() { ChainPolicy = NewPolicy() };
            second.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            second.ChainPolicy.CustomTrustStore.AddRange(_added);
            second.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            if (second.Build(leaf))
            {
                errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
            }
            else if (!All(second).HasFlag(X509ChainStatusFlags.PartialChain) && !All(second).HasFlag(X509ChainStatusFlags.UntrustedRoot))
            {
                // One of the operator's authorities vouches for it, so what is wrong is something else.
                status = All(second);
            }
        }

        return errors == SslPolicyErrors.None ? true : throw new UpstreamException(UpstreamFault.Certificate, Describe(errors, status, leaf));
    }

    private static X509ChainStatusFlags All(X509Chain chain)
    {
        X509ChainStatusFlags flags = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain.ChainStatus)
        {
            flags |= status.Status;
        }

        return flags;
    }

    private string Describe(SslPolicyErrors errors, X509ChainStatusFlags status, X509Certificate2 leaf)
    {
        bool isBroken = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);
        if (isBroken && status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            DateTime now = _time.GetUtcNow().UtcDateTime;
            return now > leaf.NotAfter.ToUniversalTime() ? "has a certificate that has expired"
                : now < leaf.NotBefore.ToUniversalTime() ? "has a certificate that is not valid yet"
                : "has a certificate whose authority's own has expired";
        }

        if (isBroken && (status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain)))
        {
            return "has a certificate of an unknown authority; the operator can add it with Egress__TrustedCertificates";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? "has a certificate for another name"
            : $"has a certificate that is not valid ({status})";
    }
}
