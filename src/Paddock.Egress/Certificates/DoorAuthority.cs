using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Paddock.Egress.Certificates;

/// <summary>
/// The certificate authority that cells trust, and nobody else: it is made at start and its key never leaves this process, so it is
/// worth nothing once the process has ended. All certificates share one key of their own, because they all speak for the same door.
/// </summary>
internal sealed class DoorAuthority : IDisposable
{
    /// <summary>How long a certificate may be used after it was made; it is valid for longer than that.</summary>
    public static readonly TimeSpan LeafUse = TimeSpan.FromDays(30);

    // Clients compare these with the clock of this same machine, which somebody may set back.
    private static readonly TimeSpan _past = TimeSpan.FromDays(1);
    private static readonly TimeSpan _leafLife = TimeSpan.FromDays(90);

    // A server is restarted more often.
    private static readonly TimeSpan _life = TimeSpan.FromDays(3650);

    // One of them must not be the other's issuer by its name, nor any host's name.
    private static readonly X500DistinguishedName _leafName = new("CN=Paddock egress door");

    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly Lock _gate = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;
    private readonly X509SignatureGenerator _signer;
    private readonly X509Certificate2 _certificate;
    private readonly X509SubjectKeyIdentifierExtension _keyIdentifier;

    public DoorAuthority(TimeProvider time)
    {
        _time = time;
        _signer = X509SignatureGenerator.CreateForECDsa(_key);
        _keyIdentifier = KeyIdentifier(_key);
        _certificate = MakeOwn();
        Pem = $"{_certificate.ExportCertificatePem()}\n";
    }

    /// <summary>Its certificate as PEM, with a line end.</summary>
    public string Pem { get; }

    /// <summary>Makes a certificate for <paramref name="host"/>.</summary>
    /// <param name="host">A canonical host name, or an IP address.</param>
    public X509Certificate2 Issue(string host)
    {
        DateTimeOffset now = _time.GetUtcNow();
        CertificateRequest request = new(_leafName, _leafKey, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([_serverAuthentication], false));
        request.CertificateExtensions.Add(KeyIdentifier(_leafKey));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(_keyIdentifier));
        request.CertificateExtensions.Add(names.Build());

        // The BCL does not promise that a key may sign on two threads at once.
        lock (_gate)
        {
            using X509Certificate2 certificate = request.Create(_certificate.SubjectName, _signer, now - _past, now + _leafLife, NewSerial());
            return certificate.CopyWithPrivateKey(_leafKey);
        }
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _leafKey.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 MakeOwn()
    {
        DateTimeOffset now = _time.GetUtcNow();

        // A name of its own for each process: nobody can take one server's certificates for another's.
        X500DistinguishedName name = new($"CN=Paddock egress authority {Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}");
        CertificateRequest request = new(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(_keyIdentifier);
        return request.Create(name, _signer, now - _past, now + _life, NewSerial());
    }

    private static X509SubjectKeyIdentifierExtension KeyIdentifier(ECDsa key) => new(new PublicKey(key), X509SubjectKeyIdentifierHashAlgorithm.Sha1, false);

    // 127 bits: positive, as RFC 5280 has it, and never zero at the front.
    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
