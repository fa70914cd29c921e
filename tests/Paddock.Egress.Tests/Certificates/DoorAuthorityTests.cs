using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Paddock.Egress.Certificates;
using Paddock.Egress.Tests.Fakes;

namespace Paddock.Egress.Tests.Certificates;

public sealed class DoorAuthorityTests : IDisposable
{
    private readonly FixedTime _time = new();
    private readonly DoorAuthority _authority;

    public DoorAuthorityTests() => _authority = new DoorAuthority(_time);

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("single")]
    [InlineData("198.18.0.1")]
    [InlineData("2001:db8::1")]
    public void Certificate_OfAHost_IsItsOwnAndChainsUp(string host)
    {
        using X509Certificate2 root = X509Certificate2.CreateFromPem(_authority.Pem);
        using X509Certificate2 leaf = _authority.Issue(host);
        leaf.HasPrivateKey.ShouldBeTrue();
        leaf.MatchesHostname(host).ShouldBeTrue();
        leaf.MatchesHostname("other.example").ShouldBeFalse();
        leaf.SerialNumberBytes.Span[0].ShouldBeInRange((byte)0x40, (byte)0x7F);
        leaf.SubjectName.RawData.ShouldNotBe(leaf.IssuerName.RawData);
        using X509Chain chain = new()
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        };
        chain.Build(leaf).ShouldBeTrue(string.Join(' ', chain.ChainStatus.Select(static status => status.StatusInformation)));
    }

    [Fact]
    public void Certificate_OfAnUnderscoredName_HasThatName()
    {
        // No host name by the book, but names of services look like that.
        using X509Certificate2 leaf = _authority.Issue("_under.score.example");
        leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().ShouldBe(["_under.score.example"]);
    }

    [Fact]
    public void Authority_OfAnotherProcess_IsAnother()
    {
        using DoorAuthority other = new(_time);
        other.Pem.ShouldNotBe(_authority.Pem);
        using X509Certificate2 mine = X509Certificate2.CreateFromPem(_authority.Pem);
        using X509Certificate2 theirs = X509Certificate2.CreateFromPem(other.Pem);
        mine.Subject.ShouldNotBe(theirs.Subject);
    }

    [Fact]
    public void Pem_IsOneCertificateWithoutAKey()
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(_authority.Pem);
        X509Certificate2 certificate = certificates.ShouldHaveSingleItem();
        certificate.HasPrivateKey.ShouldBeFalse();
        _authority.Pem.ShouldNotContain("PRIVATE");
        _authority.Pem.ShouldEndWith("-----END CERTIFICATE-----\n");
        X509BasicConstraintsExtension constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        constraints.Critical.ShouldBeTrue();
        constraints.CertificateAuthority.ShouldBeTrue();
        constraints.PathLengthConstraint.ShouldBe(0);
        certificate.Extensions.OfType<X509KeyUsageExtension>().Single().Critical.ShouldBeTrue();
        certificate.NotBefore.ToUniversalTime().ShouldBeLessThan(_time.Now.UtcDateTime);
        certificate.NotAfter.ToUniversalTime().ShouldBeGreaterThan(_time.Now.UtcDateTime.AddYears(5));
    }

    // The checks that Python 3.13 switches on by default.
    [Theory]
    [InlineData("api.example.com", "-verify_hostname")]
    [InlineData("198.18.0.1", "-verify_ip")]
    [InlineData("2001:db8::1", "-verify_ip")]
    public async Task Certificate_ForOpenSsl_PassesItsStrictChecks(string host, string option)
    {
        string directory = Directory.CreateTempSubdirectory("paddock-egress-").FullName;
        try
        {
            string root = Path.Combine(directory, "root.pem");
            string leafFile = Path.Combine(directory, "leaf.pem");
            await File.WriteAllTextAsync(root, _authority.Pem, TestContext.Current.CancellationToken);
            using X509Certificate2 leaf = _authority.Issue(host);
            await File.WriteAllTextAsync(leafFile, leaf.ExportCertificatePem(), TestContext.Current.CancellationToken);
            using Process openssl = Process.Start(new ProcessStartInfo(
                "openssl", ["verify", "-x509_strict", "-check_ss_sig", "-purpose", "sslserver", "-no-CApath", "-no-CAstore", option, host, "-CAfile", root, leafFile])
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            string output = await openssl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).Soonest();
            string error = await openssl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).Soonest();
            await openssl.WaitForExitAsync(TestContext.Current.CancellationToken).Soonest();
            output.ShouldBe($"{leafFile}: OK\n", error);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public void Dispose() => _authority.Dispose();
}
