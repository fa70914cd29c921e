using System.Net;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Policy;

namespace Paddock.Egress.Tests.Policy;

public sealed class GrantPolicyTests
{
    private const string Listed = "api.example.com";

    [Theory]
    [InlineData("api.example.com", "api.example.com")]
    [InlineData("API.Example.COM", "api.example.com")]
    [InlineData("api.example.com.", "api.example.com")]
    [InlineData("api.example.com", "API.EXAMPLE.com.")]
    [InlineData("api.example.com:443", "api.example.com")]
    [InlineData("xn--bcher-kva.example", "bücher.example")]
    [InlineData("xn--bcher-kva.example", "XN--BCHER-KVA.example")]
    [InlineData("a.example.com", "*.example.com")]
    [InlineData("a.b.c.example.com", "*.example.com")]
    [InlineData("anything.at.all", "*")]
    [InlineData("localhost", "*")]
    [InlineData("my_host.example.com", "*.example.com")]
    public void Host_ThatIsListed_IsAllowed(string host, string pattern) => Judge(pattern, host).Refusal.ShouldBeNull();

    [Theory]
    [InlineData("example.com", "*.example.com")]
    [InlineData("notexample.com", "*.example.com")]
    [InlineData(".example.com", "*.example.com")]
    [InlineData("example.com.evil.test", "*.example.com")]
    [InlineData("evil.test", "api.example.com")]
    [InlineData("xapi.example.com", "api.example.com")]
    [InlineData("api.example.com.evil.test", "api.example.com")]
    [InlineData("api.example.co", "api.example.com")]
    [InlineData("1.2.3.4", "*")]
    [InlineData("[2001:4860::1]", "*")]
    [InlineData("1.2.3.4", "*.3.example")]
    [InlineData("bücher.example", "xn--bcher.example")]
    [InlineData("1.2.3.5", "1.2.3.4")]
    [InlineData("[::ffff:1.2.3.4]", "1.2.3.4")]
    public void Host_ThatIsNotListed_IsRefused(string host, string pattern) => Judge(pattern, host).Refusal.ShouldNotBeNull();

    [Theory]
    [InlineData("user@api.example.com")]
    [InlineData("api.example.com@evil.test")]
    [InlineData("api.example.com:443@evil.test")]
    [InlineData("evil.test\0.api.example.com")]
    [InlineData("api.example.com\0")]
    [InlineData("api.example.com%00")]
    [InlineData("api%2eexample.com")]
    [InlineData(" api.example.com")]
    [InlineData("api.example.com ")]
    [InlineData("api.example.com\t")]
    [InlineData("api.example.com\r\nX: y")]
    [InlineData("api..example.com")]
    [InlineData("api.example.com..")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.example.com")]
    [InlineData("api.example.com/")]
    [InlineData("api.example.com?")]
    [InlineData("api.example.com#")]
    [InlineData("api.example.com\\evil.test")]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com:")]
    [InlineData("api.example.com:0")]
    [InlineData("api.example.com:+443")]
    [InlineData("api.example.com: 443")]
    [InlineData("api.example.com:443:443")]
    [InlineData("api.example.com:99999")]
    [InlineData("api.example.com,evil.test")]
    [InlineData("-api.example.com")]
    [InlineData("[api.example.com]")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("[::1%eth0]")]
    [InlineData("[::1]443")]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("2130706433")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.0.0.01")]
    [InlineData("1.2.3.4.5")]
    [InlineData("a.b.c.0x7f")]
    public void Host_ThatIsNoPlainHost_IsRefusedWhateverIsListed(string host)
    {
        Verdict verdict = new GrantPolicy([Entry("*"), Entry("127.0.0.1"), Entry("[::1]"), Entry(Listed)]).Judge(Plain(host, 443, isSecure: true, serverName: Listed));

        verdict.Refusal.ShouldNotBeNull();
        verdict.Refusal.Note.ShouldNotContain('\n');
        verdict.Refusal.Note.ShouldNotContain('\0');
        verdict.Credentials.ShouldBeEmpty();
    }

    [Fact]
    public void Host_ThatIsVeryLong_IsShownInPart()
    {
        Refusal refusal = new GrantPolicy([Entry("*")]).Judge(Plain(new string('a', 100_000), 80)).Refusal!;

        refusal.Note.Length.ShouldBeLessThan(500);
        refusal.Message.Length.ShouldBeLessThan(500);
    }

    [Fact]
    public void Refusal_OfAHostThatIsNotListed_NamesHostAndRule()
    {
        Refusal refusal = Judge(Listed, "evil.test").Refusal!;

        refusal.Note.ShouldBe("host \"evil.test\" is not in http.allow");
        refusal.Message.ShouldStartWith("host \"evil.test\" is not in http.allow");
    }

    [Theory]
    [InlineData("api.example.com", 80, true)]
    [InlineData("api.example.com", 443, true)]
    [InlineData("api.example.com", 8443, false)]
    [InlineData("api.example.com:8443", 8443, true)]
    [InlineData("api.example.com:8443", 443, false)]
    [InlineData("api.example.com:8443", 80, false)]
    [InlineData("*:8443", 8443, true)]
    [InlineData("*:8443", 80, false)]
    [InlineData("*.example.com:8443", 8443, true)]
    public void Port_IsOneOfTheEntry_OrRefused(string pattern, int port, bool isAllowed)
    {
        Verdict verdict = new GrantPolicy([Entry(pattern)]).Judge(Plain($"{Listed}:{port}", port));

        (verdict.Refusal is null).ShouldBe(isAllowed);
        verdict.Refusal?.Note.ShouldBe($"host \"{Listed}\" is in http.allow, but not with the port {port}");
    }

    [Theory]
    [InlineData("api.example.com:443", 80, false)]
    [InlineData("api.example.com", 443, false)]
    [InlineData("api.example.com:80", 443, false)]
    [InlineData("api.example.com", 80, true)]
    public void Port_OtherThanTheDialedOne_IsRefused(string host, int dialed, bool isAllowed) =>
        (new GrantPolicy([Entry(Listed)]).Judge(Plain(host, dialed)).Refusal is null).ShouldBe(isAllowed);

    [Theory]
    [InlineData("api.example.com", true)]
    [InlineData("API.example.com", true)]
    [InlineData("api.example.com.", true)]
    [InlineData("other.example.com", false)]
    [InlineData("example.com", false)]
    [InlineData("evil.test\0.api.example.com", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void ServerName_OtherThanTheHost_IsRefused(string? serverName, bool isAllowed)
    {
        Verdict verdict = new GrantPolicy([Entry("*")]).Judge(Plain(Listed, 443, isSecure: true, serverName));

        (verdict.Refusal is null).ShouldBe(isAllowed);
    }

    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4", null, true)]
    [InlineData("1.2.3.4", "1.2.3.4", "1.2.3.4", true)]
    [InlineData("1.2.3.4", "1.2.3.4", "api.example.com", false)]
    [InlineData("1.2.3.4", "198.18.0.1", null, false)]
    [InlineData("1.2.3.4", "::ffff:1.2.3.4", null, true)]
    [InlineData("[2001:4860::1]", "2001:4860::1", null, true)]
    [InlineData("[2001:4860:0:0::1]", "2001:4860::1", null, true)]
    [InlineData("[2001:4860::2]", "2001:4860::1", null, false)]
    [InlineData("[2001:4860::2]", "2001:4860::2", null, false)]
    public void Address_ThatIsListedAndDialed_NeedsNoServerName(string host, string dialed, string? serverName, bool isAllowed)
    {
        GrantPolicy policy = new([Entry("1.2.3.4"), Entry("[2001:4860::1]")]);
        Claim claim = new(true, serverName, host, "/", new IPEndPoint(IPAddress.Parse(dialed), 443));

        (policy.Judge(claim).Refusal is null).ShouldBe(isAllowed);
    }

    [Theory]
    [InlineData("/a/../b?c=%2f#", null)]
    [InlineData("/a b", null)]
    [InlineData("/a\u00e9", null)]
    [InlineData("", null)]
    [InlineData("*", null)]
    [InlineData("a", null)]
    [InlineData("//evil.test/a", "//evil.test/a")]
    [InlineData("/a/../%62?c=%2F", "/a/../%62?c=%2F")]
    [InlineData("http://api.example.com/a?b", "/a?b")]
    [InlineData("HTTP://API.example.com:80?b", "/?b")]
    [InlineData("http://api.example.com", "/")]
    [InlineData("http://evil.test/", null)]
    [InlineData("http://api.example.com@evil.test/", null)]
    [InlineData("http://evil.test@api.example.com/", null)]
    [InlineData("http://api.example.com:8080/", null)]
    [InlineData("http://api.example.com\\@evil.test/", null)]
    [InlineData("https://api.example.com/", null)]
    [InlineData("ftp://api.example.com/", null)]
    [InlineData("api.example.com:80", null)]
    public void Target_IsKeptAsItWasSent_OrRefused(string target, string? kept)
    {
        Verdict verdict = new GrantPolicy([Entry("*")]).Judge(new Claim(false, null, Listed, target, new IPEndPoint(IPAddress.Loopback, 80)));

        (verdict.Refusal is null ? verdict.Host.PathAndQuery : null).ShouldBe(kept);
    }

    [Fact]
    public void Credentials_OfAllEntriesThatCoverTheHost_AreMergedInOrder()
    {
        BearerCredential first = new(new Secret("first"));
        HeaderCredential second = new("X-Key", new Secret("second"));
        QueryCredential third = new("key", new Secret("third"));
        GrantPolicy policy = new(
        [
            Entry("*", first), Entry("other.example.com", new BearerCredential(new Secret("other"))), Entry("api.example.com"),
            Entry("*.example.com", second), Entry("api.example.com:8443", new BearerCredential(new Secret("port"))), Entry("api.example.com", third),
        ]);

        policy.Judge(Plain(Listed, 443, isSecure: true, Listed)).Credentials.ShouldBe([first, second, third]);
    }

    [Fact]
    public void Credentials_OfARefusedRequest_AreNone() =>
        new GrantPolicy([Entry(Listed, new BearerCredential(new Secret("secret")))]).Judge(Plain(Listed, 443, isSecure: true, "evil.test")).Credentials.ShouldBeEmpty();

    [Fact]
    public void Ports_OfAGrant_AreTheUsualAndTheListed() =>
        new GrantPolicy([Entry("a.test:8443"), Entry("b.test:443"), Entry("c.test:22"), Entry("d.test:8443")]).Ports.ShouldBe([22, 80, 443, 8443]);

    private static Verdict Judge(string pattern, string host)
    {
        // The connection agrees with whatever is claimed, so that only the list decides.
        string name = host.Split(':')[0];
        bool isAddress = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address);
        Claim claim = new(true, isAddress ? null : name, host, "/", new IPEndPoint(address ?? IPAddress.Loopback, 443));
        return new GrantPolicy([Entry(pattern)]).Judge(claim);
    }

    private static Claim Plain(string host, int port, bool isSecure = false, string? serverName = null) =>
        new(isSecure, serverName, host, "/", new IPEndPoint(IPAddress.Loopback, port));

    private static AllowedHost Entry(string pattern, HostCredential? credential = null)
    {
        HostPatternParser.Parse(pattern, out HostPattern? parsed).ShouldBeNull(pattern);
        return new AllowedHost(parsed!, credential);
    }
}
