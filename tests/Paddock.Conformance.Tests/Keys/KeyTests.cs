using System.Globalization;
using System.Net;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Keys;

/// <summary>Keys as an operator makes and revokes them, on a server that runs.</summary>
public sealed class KeyTests(ServerFixture fixture)
{
    private const string Quick = """{"language":"python","code":"def execute(input): return 1"}""";
    private const string Slow = """{"language":"python","code":"import time\ndef execute(input): time.sleep(20)"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_WhileTheServerRuns_IsGoodAtOnce()
    {
        var key = await fixture.Server.CreateKeyAsync(Cancellation, "--project", "made");
        key.ShouldMatch("^riza_[0-9A-Z]{26}_[0-9A-Z]{26}$");
        (await StatusAsync(key, Quick)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Revoke_WhileTheServerRuns_IsRefusedSoon()
    {
        var key = await fixture.Server.CreateKeyAsync(Cancellation, "--project", "revoked", "--name", "short-lived");
        (await StatusAsync(key, Quick)).ShouldBe(HttpStatusCode.OK);
        var id = (await ListAsync()).Single(static listed => listed.GetProperty("name").GetString() == "short-lived").GetProperty("id").GetString()!;
        (await fixture.Server.RunVerbAsync(["keys", "revoke", id], Cancellation)).ExitCode.ShouldBe(0);
        await Eventually.HoldsAsync(
            async () => await StatusAsync(key, Quick) == HttpStatusCode.Unauthorized,
            TimeSpan.FromSeconds(5),
            static () => "the revoked key is still good",
            Cancellation);
    }

    [Fact]
    public async Task Revoke_UnknownId_SaysWhereTheIdsAre()
    {
        var revoked = await fixture.Server.RunVerbAsync(["keys", "revoke", "nothing"], Cancellation);
        revoked.ExitCode.ShouldBe(1);
        revoked.Error.ShouldContain("there is no key with the id nothing; ./paddock keys list shows all");
    }

    [Fact]
    public async Task List_Always_ShowsNoKey()
    {
        var key = await fixture.Server.CreateKeyAsync(Cancellation, "--project", "listed", "--rate", "77");
        var listed = await fixture.Server.RunVerbAsync(["keys", "list"], Cancellation);
        listed.Output.ShouldContain("listed");
        listed.Output.ShouldContain("77");
        listed.Output.ShouldNotContain(key);
    }

    [Fact]
    public async Task Rate_Exceeded_Is429WithRetryAfterAndTheLimit()
    {
        var key = await fixture.Server.CreateKeyAsync(Cancellation, "--project", "rated", "--rate", "2");
        using var client = fixture.Server.ClientWithKey(key);
        (await client.PostAsync(Quick, Cancellation)).Status.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync(Quick, Cancellation)).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await client.PostAsync(Quick, Cancellation);
        AssertRefused(refused, "this key is limited to 2 a minute");
        int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task Concurrency_Exceeded_Is429AndOtherKeysGoOn()
    {
        var key = await fixture.Server.CreateKeyAsync(Cancellation, "--project", "narrow", "--concurrency", "1");
        using var client = fixture.Server.ClientWithKey(key);
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = client.PostAsync(Slow, hangUp.Token);
        ApiReply? refused = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                // The quick one may have been first, and the slow one refused for it.
                running = running.IsCompleted ? client.PostAsync(Slow, hangUp.Token) : running;
                refused = await client.PostAsync(Quick, Cancellation);
                return refused.Status == HttpStatusCode.TooManyRequests && !running.IsCompleted;
            },
            TimeSpan.FromSeconds(10),
            static () => "the second request at once was let in",
            Cancellation);
        AssertRefused(refused!, "this key is limited to 1 at a time");
        (await fixture.Client.PostAsync(Quick, Cancellation)).Status.ShouldBe(HttpStatusCode.OK);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        await Eventually.HoldsAsync(
            async () => await StatusAsync(key, Quick) == HttpStatusCode.OK,
            TimeSpan.FromSeconds(10),
            static () => "a caller that hung up still counts",
            Cancellation);
    }

    [Theory]
    [InlineData("--rate is many, but must be a whole number from 0 (no limit) to 100000", "--rate", "many")]
    [InlineData("--concurrency is -1,", "--concurrency=-1")]
    [InlineData("--project must have 1 to 100 characters", "--project", " x")]
    public async Task Create_Wrong_SaysTheRule(string message, params string[] options)
    {
        var refused = await fixture.Server.RunVerbAsync(["keys", "create", .. options], Cancellation);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(message);
        refused.Output.ShouldBeEmpty();
    }

    private static void AssertRefused(ApiReply reply, string message)
    {
        reply.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        reply.Json().GetProperty("code").GetInt32().ShouldBe(8);
        reply.Json().GetProperty("message").GetString().ShouldNotBeNull().ShouldStartWith(message);
    }

    private async Task<HttpStatusCode> StatusAsync(string key, string body)
    {
        using var client = fixture.Server.ClientWithKey(key);
        return (await client.PostAsync(body, Cancellation)).Status;
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync()
    {
        var listed = await fixture.Server.RunVerbAsync(["keys", "list", "--json"], Cancellation);
        listed.ExitCode.ShouldBe(0, listed.ToString());
        using var json = JsonDocument.Parse(listed.Output);
        return [.. json.RootElement.EnumerateArray().Select(static key => key.Clone())];
    }
}
