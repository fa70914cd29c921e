using Paddock.Core.Grants;

namespace Paddock.Core.Tests.Grants;

public sealed class HostPatternParserTests
{
    [Theory]
    [InlineData("api.example.com", HostPatternKind.Name, "api.example.com", null)]
    [InlineData("API.Example.COM", HostPatternKind.Name, "api.example.com", null)]
    [InlineData("example.com.", HostPatternKind.Name, "example.com", null)]
    [InlineData("BÜCHER.example", HostPatternKind.Name, "xn--bcher-kva.example", null)]
    [InlineData("a。example", HostPatternKind.Name, "a.example", null)]
    [InlineData("localhost", HostPatternKind.Name, "localhost", null)]
    [InlineData("with_underscore.example", HostPatternKind.Name, "with_underscore.example", null)]
    [InlineData("example.com:8443", HostPatternKind.Name, "example.com", 8443)]
    [InlineData("*", HostPatternKind.Any, "", null)]
    [InlineData("*:8080", HostPatternKind.Any, "", 8080)]
    [InlineData("*.Example.com", HostPatternKind.Subdomains, "example.com", null)]
    [InlineData("*.example.com:65535", HostPatternKind.Subdomains, "example.com", 65535)]
    [InlineData("192.0.2.7", HostPatternKind.Address, "192.0.2.7", null)]
    [InlineData("192.0.2.7:80", HostPatternKind.Address, "192.0.2.7", 80)]
    [InlineData("2001:DB8::1", HostPatternKind.Address, "2001:db8::1", null)]
    [InlineData("[2001:db8::1]", HostPatternKind.Address, "2001:db8::1", null)]
    [InlineData("[2001:db8:0::1]:443", HostPatternKind.Address, "2001:db8::1", 443)]
    [InlineData("::1", HostPatternKind.Address, "::1", null)]
    public void Parse_Good_IsCanonical(string text, object kind, string host, int? port)
    {
        HostPatternParser.Parse(text, out HostPattern? pattern).ShouldBeNull();
        pattern.ShouldBe(new HostPattern((HostPatternKind)kind, host, port));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".example.com")]
    [InlineData("example.com..")]
    [InlineData("attacker.example\0.google.com")]
    [InlineData("a\tb")]
    [InlineData("a b")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u200bb.example")]
    [InlineData("a%00.example")]
    [InlineData("user@example.com")]
    [InlineData("https://example.com")]
    [InlineData("example.com/path")]
    [InlineData("example.com?x")]
    [InlineData("example.com#x")]
    [InlineData("a\\b")]
    [InlineData("**.example.com")]
    [InlineData("*example.com")]
    [InlineData("a.*.example.com")]
    [InlineData("*.*.example.com")]
    [InlineData("*.")]
    [InlineData("*.*")]
    [InlineData("*.192.0.2.7")]
    [InlineData("-a.example")]
    [InlineData("a-.example")]
    [InlineData("a,b")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("010.0.0.1")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("example.123")]
    [InlineData("example.com:")]
    [InlineData("example.com:0")]
    [InlineData("example.com:65536")]
    [InlineData("example.com:+80")]
    [InlineData("example.com:80:80")]
    [InlineData(":80")]
    [InlineData("[example.com]")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("[::1]80")]
    [InlineData("::1]")]
    [InlineData("fe80::1%eth0")]
    public void Parse_Doubtful_IsRefused(string text)
    {
        HostPatternParser.Parse(text, out HostPattern? pattern).ShouldNotBeNullOrEmpty();
        pattern.ShouldBeNull();
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Parse_Label_IsLimited(int length, bool accepted) =>
        (HostPatternParser.Parse($"{new string('a', length)}.example", out _) is null).ShouldBe(accepted);

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void Parse_Name_IsLimited(int length, bool accepted) =>
        (HostPatternParser.Parse(string.Concat(Enumerable.Repeat("ab.", 100))[..(length - 1)].TrimEnd('.').PadRight(length, 'z'), out _) is null).ShouldBe(accepted);
}
