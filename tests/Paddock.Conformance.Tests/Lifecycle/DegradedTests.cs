using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>A missing layer is a refusal to start, unless the operator says otherwise; and then every answer says so.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class DegradedTests
{
    private const string Header = "Paddock-Degraded";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Start_WithoutCgroups_IsRefusedWithLayerCostMendAndFlag()
    {
        var server = await RefuseAsync(LesserMachine.WithoutCgroups(LesserMachine.Serve));

        server.Error.ShouldContain("paddock-server: the layer cgroup is missing: ");
        server.Error.ShouldContain("Costs: nothing limits a cell's memory");
        server.Error.ShouldContain("Mend: sudo mount -t cgroup2");
        server.Error.ShouldContain("./paddock doctor");
        server.Error.ShouldContain("--allow-degraded");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Start_WithoutLandlock_IsRefusedWithLayerCostMendAndFlag()
    {
        var server = await RefuseAsync(LesserMachine.WithoutLandlock(LesserMachine.Serve));

        server.Error.ShouldContain("paddock-server: the layer landlock is missing: ");
        server.Error.ShouldContain("Costs: the second wall behind the mounts");
        server.Error.ShouldContain("CONFIG_SECURITY_LANDLOCK=y");
        server.Error.ShouldContain("--allow-degraded");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Start_WithoutWhatIsRequired_IsRefusedWithTheFlagToo()
    {
        var server = await RefuseAsync([.. LesserMachine.WithoutUserNamespaces(LesserMachine.Serve), "--allow-degraded"]);

        server.Error.ShouldContain("The layer namespaces is missing: ");
        server.Error.ShouldContain("Required, with --allow-degraded, too. Mend: sudo sysctl -w user.max_user_namespaces=15000");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Server_AllowedToStartWithoutCgroups_SaysSoInEveryAnswer() =>
        await AnswersAsync("cgroup", LesserMachine.WithoutCgroups(LesserMachine.Serve));

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Server_AllowedToStartWithoutLandlock_SaysSoInEveryAnswer() =>
        await AnswersAsync("landlock", LesserMachine.WithoutLandlock(LesserMachine.Serve));

    private static async Task<Invocation> RefuseAsync(string[] command)
    {
        LesserMachine.NeedsRoot();
        var data = Directory.CreateTempSubdirectory("paddock-conformance-");
        try
        {
            var server = await Invocation.RunAsync([.. command, "--data", data.FullName, "--urls", $"http://127.0.0.1:{FreePort.Next()}"], Cancellation);
            server.ExitCode.ShouldBe(1, server.ToString());
            return server;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task AnswersAsync(string layer, string[] command)
    {
        LesserMachine.NeedsRoot();
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Command = [.. command, "--allow-degraded", "--Paddock:Server:MaxRequestBodyBytes=1024"] }, Cancellation);

        await Eventually.HoldsAsync(
            () => server.Output.Lines.Any(line => line.StartsWith($"DEGRADED: the layer {layer} is MISSING: ", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(5), () => $"the banner does not name {layer}.\n{server.Output}", Cancellation);
        var health = await server.Client.GetAsync("/health", Cancellation, anonymous: true);
        health.Json().GetProperty("status").GetString().ShouldBe("ready");
        health.Json().GetProperty("degraded").EnumerateArray().Select(name => name.GetString()).ShouldBe([layer]);
        health.Json().GetProperty("layers").EnumerateArray()
            .Where(one => one.GetProperty("state").GetString() == "missing").Select(one => one.GetProperty("name").GetString()).ShouldBe([layer]);
        var executed = await server.Client.PostAsync(Snippets.One("python").ToJson(), Cancellation);
        executed.Answer().ShouldBeValid("1");
        (ApiReply Reply, HttpStatusCode Status)[] replies =
        [
            (health, HttpStatusCode.OK),
            (executed, HttpStatusCode.OK),
            (await server.Client.PostAsync("{", Cancellation), HttpStatusCode.BadRequest),
            (await server.Client.GetAsync("/nowhere", Cancellation), HttpStatusCode.NotFound),
            (await server.ClientWithKey("riza_nobodys_key").PostAsync("{}", Cancellation), HttpStatusCode.Unauthorized),
            (await server.Client.PostAsync(new byte[2000], Cancellation), HttpStatusCode.RequestEntityTooLarge),
        ];
        foreach (var (reply, status) in replies)
        {
            reply.Status.ShouldBe(status, reply.ToString());
            reply.Headers.GetValueOrDefault(Header).ShouldBe(layer, reply.ToString());
        }
    }
}
