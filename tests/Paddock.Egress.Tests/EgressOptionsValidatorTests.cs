using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Paddock.Egress.Tests;

public sealed class EgressOptionsValidatorTests
{
    [Fact]
    public void Defaults_AreValid() => Failures(new EgressOptions()).ShouldBeEmpty();

    [Fact]
    public void Numbers_BelowTheirRange_AreAllReported() => Failures(new EgressOptions
    {
        MaxConnectionsPerExecution = 0, MaxResponseBytes = 1023, ConnectTimeoutSeconds = 0, IdleTimeoutSeconds = -1,
    }).Select(static failure => failure.Split(' ')[0]).ShouldBe(
        ["Egress:MaxConnectionsPerExecution", "Egress:MaxResponseBytes", "Egress:ConnectTimeoutSeconds", "Egress:IdleTimeoutSeconds"]);

    [Fact]
    public void Numbers_AboveTheirRange_AreAllReported() => Failures(new EgressOptions
    {
        MaxConnectionsPerExecution = 10_001, MaxResponseBytes = (1L << 40) + 1, ConnectTimeoutSeconds = 601, IdleTimeoutSeconds = 3601,
    }).Count.ShouldBe(4);

    [Fact]
    public void Numbers_AtTheirEdges_AreValid()
    {
        Failures(new EgressOptions { MaxConnectionsPerExecution = 1, MaxResponseBytes = 1024, ConnectTimeoutSeconds = 1, IdleTimeoutSeconds = 1 }).ShouldBeEmpty();
        Failures(new EgressOptions { MaxConnectionsPerExecution = 10_000, MaxResponseBytes = 1L << 40, ConnectTimeoutSeconds = 600, IdleTimeoutSeconds = 3600 }).ShouldBeEmpty();
    }

    [Fact]
    public void Failure_OfANumber_NamesKeyValueRuleAndFix() => Failures(new EgressOptions { ConnectTimeoutSeconds = 0 }).ShouldHaveSingleItem().ShouldBe(
        "Egress:ConnectTimeoutSeconds is 0, but must be 1 to 600; set Egress__ConnectTimeoutSeconds to a number in that range.");

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.0/8, fd00::/8,127.0.0.1/32")]
    public void Ranges_OfBlocks_AreValid(string ranges) => Failures(new EgressOptions { AllowPrivateRanges = [ranges] }).ShouldBeEmpty();

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10.0/16")]
    [InlineData("localhost/8")]
    [InlineData("*")]
    [InlineData("")]
    public void Range_ThatIsNone_IsReported(string range)
    {
        string failure = Failures(new EgressOptions { AllowPrivateRanges = [$"10.0.0.0/8,{range}"] }).ShouldHaveSingleItem();
        failure.ShouldBe($"Egress:AllowPrivateRanges is \"{range}\", which is not a CIDR block; set Egress__AllowPrivateRanges to blocks such as 10.20.0.0/16,fd00::/8.");
    }

    [Fact]
    public void Overrides_OfHosts_AreValid() => Failures(new EgressOptions
    {
        HostOverrides = new Dictionary<string, string> { ["api.example.com"] = "127.0.0.1:8443", ["bücher.example"] = "[::1]:80", ["8.8.8.8"] = "10.0.0.1:65535" },
    }).ShouldBeEmpty();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:70000")]
    [InlineData("127.1:80")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("localhost:80")]
    [InlineData("")]
    public void Override_WithoutAddressAndPort_IsReported(string address) =>
        Failures(new EgressOptions { HostOverrides = new Dictionary<string, string> { ["a.example"] = address } }).ShouldHaveSingleItem().ShouldBe(
            $"Egress:HostOverrides:a.example is \"{address}\", which is not an IP address with a port; set Egress__HostOverrides__a.example to one such as 127.0.0.1:8443 or [::1]:8443.");

    [Theory]
    [InlineData("a..example")]
    [InlineData("*.example")]
    [InlineData("https://a.example")]
    [InlineData("a b")]
    public void Override_OfWhatIsNoHost_IsReported(string host) =>
        Failures(new EgressOptions { HostOverrides = new Dictionary<string, string> { [host] = "127.0.0.1:80" } }).ShouldHaveSingleItem().ShouldStartWith($"Egress:HostOverrides:{host} names a host that ");

    [Fact]
    public void Override_OfOneHostInTwoSpellings_IsReported() =>
        Failures(new EgressOptions { HostOverrides = new Dictionary<string, string> { ["a.example"] = "127.0.0.1:80", ["A.example."] = "127.0.0.1:81" } })
            .ShouldHaveSingleItem().ShouldContain("names a.example a second time");

    [Theory]
    [InlineData("http://proxy.example:3128")]
    [InlineData("http://user:secret@10.0.0.1:8080/")]
    [InlineData("http://proxy")]
    public void Proxy_WithAnHttpUrl_IsValid(string proxy) => Failures(new EgressOptions { UpstreamProxy = proxy }).ShouldBeEmpty();

    [Theory]
    [InlineData("proxy.example:3128")]
    [InlineData("https://proxy.example")]
    [InlineData("socks5://proxy.example:1080")]
    [InlineData("http://")]
    [InlineData("http://proxy.example/path")]
    [InlineData("http://proxy.example/?query")]
    [InlineData("http://proxy.example/#fragment")]
    public void Proxy_ThatIsNone_IsReported(string proxy) => Failures(new EgressOptions { UpstreamProxy = proxy }).ShouldHaveSingleItem().ShouldBe(
        $"Egress:UpstreamProxy is \"{proxy}\", which is not the URL of a proxy; set Egress__UpstreamProxy to one such as http://proxy.example:3128, without a path, or leave it out.");

    [Fact]
    public void Proxy_ThatIsNone_IsReportedWithoutItsPassword()
    {
        string failure = Failures(new EgressOptions { UpstreamProxy = "https://user:s3cr@et@proxy.example" }).ShouldHaveSingleItem();
        failure.ShouldContain("\"***@proxy.example\"");
        failure.ShouldNotContain("s3cr");
    }

    [Fact]
    public void Certificates_InAPemFile_AreValid() => WithFile(ExamplePem() + ExamplePem(), static file => Failures(new EgressOptions { TrustedCertificates = file }).ShouldBeEmpty());

    [Theory]
    [InlineData("", "has no certificate in it")]
    [InlineData("nothing of that kind", "has no certificate in it")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "has a certificate in it that cannot be read")]
    public void Certificates_InABadFile_AreReported(string content, string rule) => WithFile(content, file =>
        Failures(new EgressOptions { TrustedCertificates = file }).ShouldHaveSingleItem().ShouldStartWith($"Egress:TrustedCertificates is \"{file}\", which {rule}; set Egress__TrustedCertificates to "));

    [Theory]
    [InlineData("/nowhere/at-all.pem")]
    [InlineData("/tmp")]
    public void Certificates_InNoFile_AreReported(string path) =>
        Failures(new EgressOptions { TrustedCertificates = path }).ShouldHaveSingleItem().ShouldStartWith($"Egress:TrustedCertificates is \"{path}\", which cannot be read as a file; ");

    private static void WithFile(string content, Action<string> test)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            test(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string ExamplePem()
    {
        using ECDsa key = ECDsa.Create();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddDays(1));
        return certificate.ExportCertificatePem() + "\n";
    }

    private static IReadOnlyList<string> Failures(EgressOptions options)
    {
        ValidateOptionsResult result = new EgressOptionsValidator().Validate(null, options);
        return [.. result.Failures ?? []];
    }
}
