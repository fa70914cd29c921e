using Paddock.Client.Errors;
using Paddock.Client.Tests.Fakes;

namespace Paddock.Client.Tests;

/// <summary>Where address and key come from, and which settings are refused.</summary>
public sealed class PaddockClientOptionsTests
{
    [Fact]
    public void BaseUrl_Nowhere_IsTheDefault() => Make().BaseUrl.ShouldBe(new Uri("http://127.0.0.1:3003"));

    [Theory]
    [InlineData("http://paddock.test", "http://riza.test", "http://paddock.test/")]
    [InlineData(null, "http://riza.test", "http://riza.test/")]
    [InlineData("", " http://riza.test\n", "http://riza.test/")]
    public void BaseUrl_InTheEnvironment_IsTheFirstThatIsSet(string? paddock, string? riza, string expected) =>
        Make(environment: new() { ["PADDOCK_BASE_URL"] = paddock, ["RIZA_BASE_URL"] = riza }).BaseUrl.AbsoluteUri.ShouldBe(expected);

    [Fact]
    public void BaseUrl_InOptionsAndEnvironment_IsThatOfTheOptions() =>
        Make(url: "https://given.test/api", environment: new() { ["PADDOCK_BASE_URL"] = "http://paddock.test" }).BaseUrl.AbsoluteUri.ShouldBe("https://given.test/api");

    [Theory]
    [InlineData("paddock.test")]
    [InlineData("/relative")]
    [InlineData("ftp://paddock.test")]
    public void BaseUrl_ThatIsNone_IsRefusedWithItsName(string url) =>
        Refused(environment: new() { ["RIZA_BASE_URL"] = url }).ShouldBe($"RIZA_BASE_URL is `{url}`, but must be an address such as http://127.0.0.1:3003/");

    [Theory]
    [InlineData("http://u:p@paddock.test")]
    [InlineData("http://paddock.test?x=1")]
    [InlineData("http://paddock.test/#x")]
    public void BaseUrl_WithMoreThanAPath_IsRefused(string url) => Refused(url: url).ShouldStartWith("BaseUrl must end with its host or path");

    [Theory]
    [InlineData("p", "r", "Bearer p")]
    [InlineData(null, "r", "Bearer r")]
    [InlineData(" ", "r\n", "Bearer r")]
    public async Task Key_InTheEnvironment_IsTheFirstThatIsSet(string? paddock, string? riza, string expected)
    {
        var server = new FakeServer().Answers(System.Net.HttpStatusCode.OK, """{"tools":[]}""");
        using PaddockClient client = new(new PaddockClientOptions
        {
            HttpClient = new HttpClient(server),
            Environment = name => name switch { "PADDOCK_API_KEY" => paddock, "RIZA_API_KEY" => riza, _ => null },
        });

        await client.Tools.ListPageAsync(cancellationToken: TestContext.Current.CancellationToken);

        server.Requests[0].Headers["Authorization"].ShouldBe(expected);
    }

    [Fact]
    public void Key_Nowhere_IsRefusedWithThePlacesForIt() =>
        Should.Throw<PaddockConfigurationException>(static () => new PaddockClient(new PaddockClientOptions { Environment = static _ => null }))
            .Message.ShouldBe("there is no API key: set ApiKey, or PADDOCK_API_KEY or RIZA_API_KEY in the environment");

    [Fact]
    public void Key_WithALineBreak_IsRefusedAndNotShown()
    {
        var message = Should.Throw<PaddockConfigurationException>(static () => new PaddockClient(new PaddockClientOptions { ApiKey = "secret\nkey" })).Message;
        message.ShouldContain("ApiKey");
        message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void MaxRetries_OutOfRange_IsRefused(int retries) =>
        Should.Throw<PaddockConfigurationException>(() => new PaddockClient(new PaddockClientOptions { ApiKey = "k", MaxRetries = retries }))
            .Message.ShouldBe($"MaxRetries is {retries}, but must be from 0 to 100");

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(25 * 86_400)]
    public void Timeout_OutOfRange_IsRefused(int seconds) =>
        Should.Throw<PaddockConfigurationException>(() => new PaddockClient(new PaddockClientOptions { ApiKey = "k", Timeout = TimeSpan.FromSeconds(seconds) }))
            .Message.ShouldStartWith("Timeout is ");

    private static PaddockClient Make(string? url = null, Dictionary<string, string?>? environment = null) => new(new PaddockClientOptions
    {
        ApiKey = "k",
        BaseUrl = url is null ? null : new Uri(url, UriKind.RelativeOrAbsolute),
        Environment = name => environment?.GetValueOrDefault(name),
    });

    private static string Refused(string? url = null, Dictionary<string, string?>? environment = null) =>
        Should.Throw<PaddockConfigurationException>(() => Make(url, environment)).Message;
}
