using Paddock.Server.Hosting;

namespace Paddock.Server.Tests.Hosting;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:3003", true)]
    [InlineData("http://127.5.5.5:1", true)]
    [InlineData("http://[::1]:3003", true)]
    [InlineData("http://localhost:3003", true)]
    [InlineData("http://0.0.0.0:3003", false)]
    [InlineData("http://[::]:3003", false)]
    [InlineData("http://*:3003", false)]
    [InlineData("http://+:3003", false)]
    [InlineData("http://192.0.2.1:3003", false)]
    public void Parse_Address_TellsWhoCanReachIt(string url, bool loopback)
    {
        ListenAddress.ParseAll(url, out IReadOnlyList<ListenAddress> addresses).ShouldBeNull();
        addresses.Single().IsLoopback.ShouldBe(loopback);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ; ")]
    [InlineData("127.0.0.1:3003")]
    [InlineData("https://127.0.0.1:3003")]
    [InlineData("http://127.0.0.1:3003/base")]
    [InlineData("http://example.com:3003")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://localhost:0")]
    [InlineData("http://unix:/tmp/s")]
    [InlineData("http://127.0.0.1:1;nonsense")]
    public void Parse_SomethingElse_SaysWhatIsWrong(string urls) => ListenAddress.ParseAll(urls, out _).ShouldNotBeNullOrEmpty();

    [Fact]
    public void Parse_Several_AreAllRead()
    {
        ListenAddress.ParseAll("http://127.0.0.1:1; http://[::1]:2", out IReadOnlyList<ListenAddress> addresses).ShouldBeNull();
        addresses.Select(static address => address.ToString()).ShouldBe(["http://127.0.0.1:1", "http://[::1]:2"]);
    }
}
