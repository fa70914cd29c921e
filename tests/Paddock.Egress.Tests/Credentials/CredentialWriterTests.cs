using System.Text;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Credentials;

namespace Paddock.Egress.Tests.Credentials;

public sealed class CredentialWriterTests
{
    [Fact]
    public void Bearer_OverwritesEveryAuthorizationOfTheCode()
    {
        using HttpRequestMessage request = new();
        request.Headers.TryAddWithoutValidation("AUTHORIZATION", ["Bearer mine", "Basic mine"]);

        Apply(request, new BearerCredential(new Secret("tok")));

        Values(request, "Authorization").ShouldBe(["Bearer tok"]);
    }

    [Fact]
    public void Basic_IsInBase64OfUtf8()
    {
        using HttpRequestMessage request = new();

        Apply(request, new BasicCredential(new Secret("üser"), new Secret("pass")));

        Values(request, "Authorization").ShouldBe(["Basic " + Convert.ToBase64String("üser:pass"u8)]);
    }

    [Theory]
    [InlineData("x-api-key")]
    [InlineData("X-API-KEY")]
    [InlineData("X_Api_Key")]
    public void Header_OverwritesTheCodesOwn_HoweverItIsWritten(string name)
    {
        using HttpRequestMessage request = new();
        request.Headers.TryAddWithoutValidation(name, ["a", "b"]);
        request.Headers.TryAddWithoutValidation("X-Api-Key-2", "kept");

        Apply(request, new HeaderCredential("X-Api-Key", new Secret("ours")));

        request.Headers.NonValidated.Select(static header => $"{header.Key}={header.Value}").ShouldBe(["X-Api-Key-2=kept", "X-Api-Key=ours"]);
    }

    [Fact]
    public void Header_OfAContent_IsOverwrittenThere()
    {
        using HttpRequestMessage request = new() { Content = new StringContent("body") };

        Apply(request, new HeaderCredential("Content-Language", new Secret("ours")));

        request.Content.Headers.NonValidated["Content-Language"].ToString().ShouldBe("ours");
    }

    [Fact]
    public void Header_ThatIsNotAscii_IsSentAsUtf8()
    {
        using HttpRequestMessage request = new();

        Apply(request, new HeaderCredential("X-Key", new Secret("pä")));

        Encoding.Latin1.GetBytes(Values(request, "X-Key").Single()).ShouldBe("pä"u8.ToArray());
    }

    [Fact]
    public void LaterCredential_OfTheSameHeader_OverwritesTheEarlier()
    {
        using HttpRequestMessage request = new();

        Apply(request, new BearerCredential(new Secret("first")), new HeaderCredential("X-Key", new Secret("other")), new BasicCredential(new Secret("u"), new Secret("p")));

        Values(request, "Authorization").ShouldBe(["Basic dTpw"]);
        Values(request, "X-Key").ShouldBe(["other"]);
    }

    [Theory]
    [InlineData("/", "/?key=ours%2B1")]
    [InlineData("/a?", "/a?key=ours%2B1")]
    [InlineData("/a?b=1&c", "/a?b=1&c&key=ours%2B1")]
    [InlineData("/a?key=mine", "/a?key=ours%2B1")]
    [InlineData("/a?key=mine&b=2&key=again&key", "/a?b=2&key=ours%2B1")]
    [InlineData("/a?%6Bey=mine&k%65y=mine&%6b%65%79=mine", "/a?key=ours%2B1")]
    [InlineData("/a?b=1;key=mine&c=2;d=3", "/a?b=1&c=2;d=3&key=ours%2B1")]
    [InlineData("/a?xkey=1&keys=2&KEY=3&b=key", "/a?xkey=1&keys=2&KEY=3&b=key&key=ours%2B1")]
    [InlineData("/key=mine?a=%20+%2f&&b", "/key=mine?a=%20+%2f&b&key=ours%2B1")]
    [InlineData("/a?b=1?key=mine", "/a?b=1?key=mine&key=ours%2B1")]
    public void Query_OverwritesTheCodesOwn_HoweverItIsEscaped(string target, string expected) =>
        CredentialWriter.ApplyToTarget(target, [new QueryCredential("key", new Secret("ours+1"))]).ShouldBe(expected);

    [Fact]
    public void Query_KeyWithSpecialCharacters_IsFoundAndEscaped() =>
        CredentialWriter.ApplyToTarget("/?a+b%26=1&a%20b%26=2", [new QueryCredential("a b&", new Secret("x"))]).ShouldBe("/?a%20b%26=x");

    [Fact]
    public void Query_LaterOfTheSameKey_OverwritesTheEarlier() =>
        CredentialWriter.ApplyToTarget("/", [new QueryCredential("k", new Secret("1")), new QueryCredential("j", new Secret("2")), new QueryCredential("k", new Secret("3"))])
            .ShouldBe("/?j=2&k=3");

    [Fact]
    public void Target_WithoutQueryCredentials_IsLeftAsItIs() =>
        CredentialWriter.ApplyToTarget("/a?&&b=%zz", [new BearerCredential(new Secret("x"))]).ShouldBe("/a?&&b=%zz");

    private static void Apply(HttpRequestMessage request, params HostCredential[] credentials) => CredentialWriter.ApplyToHeaders(request, credentials);

    private static string[] Values(HttpRequestMessage request, string name) => [.. request.Headers.NonValidated[name]];
}
