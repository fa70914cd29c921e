using Paddock.Core.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Tests.Requests;

public sealed class GrantRulesTests
{
    private const string SecretText = "s3cr3t-value";

    [Theory]
    [InlineData("\"http\":{}")]
    [InlineData("\"http\":[]")]
    [InlineData("\"http\":{\"allow\":[]}")]
    [InlineData("\"http\":{\"allow\":null}")]
    [InlineData("\"allow_http_hosts\":[]")]
    public void Grant_Empty_AllowsNothing(string member) => Parsing.Accept(Parsing.With(member)).AllowedHosts.ShouldBeEmpty();

    [Fact]
    public void Grant_OlderForm_IsReadToo()
    {
        IReadOnlyList<AllowedHost> hosts = Parsing.Accept(Parsing.With("\"http\":{\"allow\":[{\"host\":\"a.example\"},{\"host\":\"a.example\"}]},\"allow_http_hosts\":[\"B.example\"]")).AllowedHosts;
        hosts.Select(static host => host.Pattern.Host).ShouldBe(["a.example", "a.example", "b.example"]);
        hosts.ShouldAllBe(static host => host.Credential == null);
    }

    [Fact]
    public void Grant_WithAsManyPortsAsADoorHas_IsRead()
    {
        IReadOnlyList<AllowedHost> hosts = Parsing.Accept(Ports([80, 443, .. Enumerable.Range(1000, 30), 1000])).AllowedHosts;
        hosts.Select(static host => host.Pattern.Port).OfType<int>().Distinct().Count().ShouldBe(GrantLimits.MaxPorts);
    }

    [Fact]
    public void Grant_WithMorePorts_IsRefused() => Parsing.Reject(Ports(Enumerable.Range(1000, 31)))
        .ShouldBe("http.allow must not name more than 30 different ports besides 80 and 443, and names 31");

    [Theory]
    [InlineData("{\"basic\":{\"user_id\":\"u\",\"password\":\"s3cr3t-value\"}}", typeof(BasicCredential))]
    [InlineData("{\"bearer\":{\"token\":\"s3cr3t-value\"},\"basic\":null}", typeof(BearerCredential))]
    [InlineData("{\"header\":{\"name\":\"X-Key\",\"value\":\"s3cr3t-value\"}}", typeof(HeaderCredential))]
    [InlineData("{\"header\":{\"name\":\"X-Key\",\"token\":\"s3cr3t-value\"}}", typeof(HeaderCredential))]
    [InlineData("{\"query\":{\"key\":\"k\",\"value\":\"s3cr3t-value\"}}", typeof(QueryCredential))]
    [InlineData("{\"query\":{\"key\":\"k\",\"token\":\"s3cr3t-value\"}}", typeof(QueryCredential))]
    public void Credential_OfEachKind_IsReadAndMasked(string auth, Type kind)
    {
        HostCredential credential = Accept(auth).ShouldNotBeNull();
        credential.ShouldBeOfType(kind);
        credential.ToString().ShouldNotContain(SecretText);
        credential.ToString().ShouldContain("***");
        Reveal(credential).ShouldBe(SecretText);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"bearer\":null}")]
    public void Credential_Absent_IsNone(string auth) => Accept(auth).ShouldBeNull();

    [Theory]
    [InlineData("\"s3cr3t-value\"", "must be an object with basic, bearer, header or query, not a string")]
    [InlineData("{\"bearer\":\"s3cr3t-value\"}", ".bearer must be an object, not a string")]
    [InlineData("{\"bearer\":{}}", ".bearer.token is required and must be a string")]
    [InlineData("{\"bearer\":{\"token\":\"\"}}", ".bearer.token must not be empty")]
    [InlineData("{\"bearer\":{\"token\":\"s3cr3t-value\\r\\n\"}}", ".bearer.token must not contain control characters")]
    [InlineData("{\"bearer\":{\"token\":[\"s3cr3t-value\"]}}", ".bearer.token must be a string, not a list")]
    [InlineData("{\"bearer\":{\"token\":\"s3cr3t-value\"},\"query\":{\"key\":\"k\",\"value\":\"v\"}}", " has both bearer and query")]
    [InlineData("{\"basic\":{\"password\":\"s3cr3t-value\"}}", ".basic.user_id is required and must be a string")]
    [InlineData("{\"basic\":{\"user_id\":\"s3cr3t-value\"}}", ".basic.password is required and must be a string")]
    [InlineData("{\"basic\":{\"user_id\":\"a:b\",\"password\":\"s3cr3t-value\"}}", ".basic.user_id must not contain a colon")]
    [InlineData("{\"header\":{\"value\":\"s3cr3t-value\"}}", ".header.name is required and must be a string")]
    [InlineData("{\"header\":{\"name\":\"X-Key\"}}", ".header.value is required and must be a string")]
    [InlineData("{\"header\":{\"name\":\"X Key\",\"value\":\"s3cr3t-value\"}}", ".header.name \"X Key\" is no name for a header")]
    [InlineData("{\"header\":{\"name\":\"host\",\"value\":\"s3cr3t-value\"}}", ".header.name \"host\" is set by the connection")]
    [InlineData("{\"query\":{\"value\":\"s3cr3t-value\"}}", ".query.key is required and must be a string")]
    [InlineData("{\"query\":{\"key\":\"\",\"value\":\"s3cr3t-value\"}}", ".query.key must not be empty")]
    public void Credential_Wrong_IsRefusedWithoutItsValue(string auth, string rule)
    {
        string message = Parsing.Reject(Body(auth));
        message.ShouldStartWith("http.allow[0].auth");
        message.ShouldContain(rule);
        message.ShouldNotContain(SecretText);
    }

    [Theory]
    [InlineData("\"http\":\"x\"", "http must be an object with allow, not a string")]
    [InlineData("\"http\":{\"allow\":{}}", "http.allow must be a list of objects with host, not an object")]
    [InlineData("\"http\":{\"allow\":[\"a.example\"]}", "http.allow[0] must be an object with host, not a string")]
    [InlineData("\"http\":{\"allow\":[{\"host\":\"a\"},{}]}", "http.allow[1].host is required and must be a string")]
    [InlineData("\"http\":{\"allow\":[{\"host\":5}]}", "http.allow[0].host must be a string, not a number")]
    [InlineData("\"http\":{\"allow\":[{\"host\":\"a b\"}]}", "http.allow[0].host \"a b\" must not contain %, spaces, control or invisible characters")]
    [InlineData("\"allow_http_hosts\":\"a\"", "allow_http_hosts must be a list of host names, not a string")]
    [InlineData("\"allow_http_hosts\":[\"a\",\"\"]", "allow_http_hosts[1] \"\" must not be empty")]
    public void Grant_Wrong_IsRefusedNamingTheEntry(string member, string message) =>
        Parsing.Reject(Parsing.With(member)).ShouldBe(message);

    [Fact]
    public void Grant_HostWithUserInfo_IsRefusedWithoutRepeatingIt() =>
        Parsing.Reject(Parsing.With("\"allow_http_hosts\":[\"me:s3cr3t-value@a.example\"]")).ShouldBe("allow_http_hosts[0] must not contain @; credentials belong in auth");

    [Fact]
    public void Grant_TooManyEntries_IsRefused() =>
        Parsing.Reject(Parsing.With("\"http\":{\"allow\":[{\"host\":\"a\"}]},\"allow_http_hosts\":[\"b\"]"), new ExecutionsOptions { MaxAllowedHosts = 1 })
            .ShouldBe("allow_http_hosts must not have more than 1 entries (Paddock__Executions__MaxAllowedHosts)");

    private static string Ports(IEnumerable<int> ports) => Parsing.With($"\"allow_http_hosts\":[{string.Join(',', ports.Select(static port => $"\"a.example:{port}\""))}]");

    private static HostCredential? Accept(string auth) => Parsing.Accept(Body(auth)).AllowedHosts.ShouldHaveSingleItem().Credential;

    private static string Body(string auth) => Parsing.With($"\"http\":{{\"allow\":[{{\"host\":\"a.example\",\"auth\":{auth}}}]}}");

    private static string Reveal(HostCredential credential) => credential switch
    {
        BasicCredential basic => basic.Password.Reveal(),
        BearerCredential bearer => bearer.Token.Reveal(),
        HeaderCredential header => header.Value.Reveal(),
        QueryCredential query => query.Value.Reveal(),
        _ => "",
    };
}
