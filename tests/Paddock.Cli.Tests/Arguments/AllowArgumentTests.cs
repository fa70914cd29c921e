using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;

namespace Paddock.Cli.Tests.Arguments;

/// <summary><c>--allow HOST[=CREDENTIAL]</c>.</summary>
public sealed class AllowArgumentTests
{
    public static TheoryData<string, HttpAuth?> Forms => new()
    {
        { "example.com", null },
        { "example.com=bearer:a:b=c", new HttpAuth { Bearer = new HttpBearerAuth { Token = "a:b=c" } } },
        { "example.com=bearer-env:TOKEN", new HttpAuth { Bearer = new HttpBearerAuth { Token = "from here" } } },
        { "example.com=bearer-secret:01K", new HttpAuth { Bearer = new HttpBearerAuth { SecretId = "01K" } } },
        { "example.com=basic:me:p:w", new HttpAuth { Basic = new HttpBasicAuth { UserId = "me", Password = "p:w" } } },
        { "example.com=basic:me:", new HttpAuth { Basic = new HttpBasicAuth { UserId = "me", Password = "" } } },
        { "example.com=basic-secret:me:01K", new HttpAuth { Basic = new HttpBasicAuth { UserId = "me", SecretId = "01K" } } },
        { "example.com=header:X-Key:v", new HttpAuth { Header = new HttpHeaderAuth { Name = "X-Key", Value = "v" } } },
        { "example.com=header-env:X-Key:TOKEN", new HttpAuth { Header = new HttpHeaderAuth { Name = "X-Key", Value = "from here" } } },
        { "example.com=query:key:v", new HttpAuth { Query = new HttpQueryAuth { Key = "key", Value = "v" } } },
        { "example.com=query-secret:key:01K", new HttpAuth { Query = new HttpQueryAuth { Key = "key", SecretId = "01K" } } },
    };

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Allow_OfAKnownForm_IsThatCredential(string text, HttpAuth? auth) =>
        Parse(text).ShouldBe(new HttpAllow { Host = "example.com", Auth = auth });

    [Theory]
    [InlineData("*.example.com:8443")]
    [InlineData("*")]
    public void Allow_OfAPattern_IsLeftToTheServer(string host) => Parse(host).Host.ShouldBe(host);

    [Theory]
    [InlineData("=bearer:sesame")]
    [InlineData("")]
    [InlineData("example.com=sesame")]
    [InlineData("example.com=")]
    [InlineData("example.com=token:sesame")]
    [InlineData("example.com=bearer-file:sesame")]
    [InlineData("example.com=bearer:")]
    [InlineData("example.com=basic:sesame")]
    [InlineData("example.com=header::sesame")]
    [InlineData("example.com=bearer-env:SESAME")]
    public void Allow_OfAnotherForm_IsRefusedWithoutShowingTheCredential(string text)
    {
        var message = Should.Throw<UsageException>(() => Parse(text)).Message;
        message.ShouldStartWith("--allow ");
        message.ShouldNotContain("sesame", Case.Sensitive);
    }

    private static HttpAllow Parse(string text) => AllowArgument.Parse(text, static name => name == "TOKEN" ? "from here" : null);
}
