using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Paddock.Egress.Tests;

public sealed class EgressConfigurationTests
{
    [Theory]
    [InlineData("Egress")]
    [InlineData("Paddock:Egress")]
    [InlineData("paddock:egress")]
    public void Section_InEitherPlace_IsRead(string place)
    {
        EgressOptions options = Read(
            ($"{place}:MaxConnectionsPerExecution", "7"), ($"{place}:UpstreamProxy", "http://proxy:1"), ($"{place}:AllowCredentialsOverHttp", "true"),
            ($"{place}:HostOverrides:api.example.com", "127.0.0.1:8443"), ($"{place}:AllowPrivateRanges:0", "10.0.0.0/8"), ($"{place}:MaxResponseBytes", "4096"));
        options.MaxConnectionsPerExecution.ShouldBe(7);
        options.UpstreamProxy.ShouldBe("http://proxy:1");
        options.AllowCredentialsOverHttp.ShouldBeTrue();
        options.HostOverrides.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>("api.example.com", "127.0.0.1:8443"));
        options.AllowPrivateRanges.ShouldBe(["10.0.0.0/8"]);
        options.MaxResponseBytes.ShouldBe(4096);
    }

    [Fact]
    public void Sections_InBothPlaces_GiveTheOneInPaddockTheLastWord()
    {
        EgressOptions options = Read(
            ("Paddock:Egress:ConnectTimeoutSeconds", "2"), ("Egress:ConnectTimeoutSeconds", "3"), ("Egress:IdleTimeoutSeconds", "4"),
            ("Egress:HostOverrides:a.example", "127.0.0.1:1"), ("Paddock:Egress:HostOverrides:b.example", "127.0.0.1:2"),
            ("Egress:AllowPrivateRanges:0", "10.0.0.0/8"), ("Egress:AllowPrivateRanges:1", "fd00::/8"), ("Paddock:Egress:AllowPrivateRanges:0", "127.0.0.0/8"));
        options.ConnectTimeoutSeconds.ShouldBe(2);
        options.IdleTimeoutSeconds.ShouldBe(4);
        options.HostOverrides.Keys.Order().ShouldBe(["a.example", "b.example"]);
        options.AllowPrivateRanges.ShouldBe(["127.0.0.0/8"], "a range of the other list must not stay allowed");
    }

    [Theory]
    [InlineData("AllowPrivateRanges")]
    [InlineData("allowprivateranges")]
    [InlineData("AllowPrivateRanges:0")]
    public void Ranges_InOneText_AreTakenApart(string key) =>
        Read(($"Egress:{key}", " 10.0.0.0/8 , fd00::/8,")).AllowPrivateRanges.ShouldBe(["10.0.0.0/8", "fd00::/8"]);

    [Fact]
    public void Values_ThatAreEmpty_AreNone()
    {
        EgressOptions options = Read(("Egress:UpstreamProxy", ""), ("Egress:TrustedCertificates", ""), ("Egress:AllowPrivateRanges", ""), ("Egress:MaxConnectionsPerExecution", ""));
        options.UpstreamProxy.ShouldBeNull();
        options.TrustedCertificates.ShouldBeNull();
        options.AllowPrivateRanges.ShouldBeEmpty();
        options.MaxConnectionsPerExecution.ShouldBe(100);
    }

    [Theory]
    [InlineData("Egress:MaxConnections")]
    [InlineData("Paddock:Egress:AllowPrivateRange")]
    public void Key_ThatDoesNotExist_IsAnError(string key) =>
        Should.Throw<InvalidOperationException>(() => Read((key, "1"))).Message.ShouldContain(key.Split(':')[^1]);

    [Fact]
    public void Value_OfAnotherKind_IsAnErrorThatNamesItsKey() =>
        Should.Throw<InvalidOperationException>(() => Read(("Egress:IdleTimeoutSeconds", "long"))).Message.ShouldContain("Egress:IdleTimeoutSeconds");

    [Fact]
    public void Value_OutOfItsRange_IsAnErrorAtStart() =>
        Should.Throw<OptionsValidationException>(() => Read(("Egress:IdleTimeoutSeconds", "0"))).Message.ShouldContain("Egress__IdleTimeoutSeconds");

    private static EgressOptions Read(params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)))
            .Build();
        using ServiceProvider provider = new ServiceCollection().AddLogging().AddPaddockEgress(configuration).BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<EgressOptions>>().Value;
    }
}
