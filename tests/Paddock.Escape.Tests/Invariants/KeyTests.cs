using System.Net;
using System.Net.NetworkInformation;
using Paddock.Escape.Tests.Cage;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>There is no default key, and a server that made its own is for this machine only.</summary>
public sealed class KeyTests(CageFixture cage) : EscapeTest(cage)
{
    private const string Body = """{"language":"python","code":"def execute(input): return 1"}""";

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer riza")]
    [InlineData("Bearer test")]
    [InlineData("Bearer null")]
    [InlineData("Bearer riza_01JC0NF0RMANCE000000000000_01JC0NF0RMANCE00000000000X")]
    [Invariant(13)]
    [FailsWithout("key")]
    public async Task A_request_without_a_key_of_this_server_does_not_run(string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PaddockClient.ExecuteFunction) { Content = PaddockClient.JsonContent(System.Text.Encoding.UTF8.GetBytes(Body)) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        (await Server.Client.SendAsync(request, Cancellation, anonymous: true)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact(Timeout = 2 * TestTimeout.Default)]
    [Invariant(13)]
    [FailsWithout("loopback-only")]
    public async Task A_server_that_made_its_own_key_does_not_listen_for_other_machines()
    {
        var failure = await Should.ThrowAsync<Exception>(async () =>
        {
            await using var server = await Cage.StartAsync(settings => settings with { ApiKeys = null, Address = "0.0.0.0" }, Cancellation);
        });

        failure.Message.ShouldContain("PADDOCK_API_KEYS");
    }

    [Fact(Timeout = TestTimeout.Default)]
    [Invariant(13)]
    [NoSwitch("what it listens on by default is a line of the options")]
    public void A_server_listens_on_loopback_only() =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == Server.Port)
            .ShouldAllBe(listener => IPAddress.IsLoopback(listener.Address));
}
