using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paddock.Contracts.Ids;
using Paddock.Core;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Server.Hosting;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Hosting;

public sealed class ServerProcessTests : IDisposable
{
    private const string Free = "http://127.0.0.1:0";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("paddock-process-");
    private readonly CollectedLogs _logs = new();
    private readonly FakeSandbox _sandbox = new();

    public void Dispose()
    {
        _logs.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_Help_PrintsItAndEnds()
    {
        (int code, string output, string error) = await RunAsync("--help");
        code.ShouldBe(0);
        output.ShouldContain("--urls URL");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_UnknownOption_Is2()
    {
        (int code, string output, string error) = await RunAsync("--port", "5");
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldBe("paddock-server: there is no option --port; --help lists them\n");
    }

    [Fact]
    public async Task Run_PortInUse_IsOneLineAnd1AndMakesNoKey()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        (int code, string output, string error) = await RunAsync("--urls", $"http://127.0.0.1:{port}");
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldBe($"paddock-server: Failed to bind to address http://127.0.0.1:{port}: address already in use: stop what listens there, or choose another port with --urls\n");
        (await KeysAsync()).ShouldBe("[]\n");
        _logs.Lines.ShouldAllBe(static line => line.Id.Name == "MasterKeyMade");
    }

    [Fact]
    public async Task Run_AddressOfAnotherMachine_IsOneLineAnd1()
    {
        (int code, _, string error) = await RunAsync(["--urls", "http://192.0.2.1:3003"], static builder => builder.Configuration["PADDOCK_API_KEYS"] = "test-key-1");
        code.ShouldBe(1);
        error.ShouldStartWith("paddock-server: cannot listen: ");
        error.Count(static c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task Run_KeyCannotBeStored_IsOneLineAnd1()
    {
        (int code, string output, string error) = await RunAsync(
            ["--urls", Free],
            static builder => builder.Services.AddSingleton<IProjectStore>(new FakeProjectStore { Refusal = new StorageException("paddock.db: the disk is full") }));
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldBe("paddock-server: paddock.db: the disk is full\n");
        error.Count(static c => c == '\n').ShouldBe(1);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public async Task Run_OpenToOthersWithoutConfiguredKeys_IsRefused(string urls)
    {
        (int code, _, string error) = await RunAsync("--urls", urls);
        code.ShouldBe(1);
        error.ShouldContain("can be reached from other machines, and PADDOCK_API_KEYS is not set: set it to");
        error.Count(static c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task Run_WrongOptions_AreAllReported()
    {
        (int code, _, string error) = await RunAsync(
            "--urls", "ftp://x:1", "--Paddock:Server:ShutdownTimeoutSeconds=-1", "--Paddock:Executions:MaxTimeoutSeconds=0", "--Paddock:Executions:MaxFiles=-1");
        code.ShouldBe(1);
        error.ShouldContain("Paddock:Server:Urls is \"ftp://x:1\"");
        error.ShouldContain("Paddock:Server:ShutdownTimeoutSeconds is -1");
        error.ShouldContain("Paddock:Executions:MaxTimeoutSeconds is 0");
        error.ShouldContain("Paddock:Executions:MaxFiles is -1");
        error.ShouldNotContain(" at ");
    }

    [Theory]
    [InlineData("--Paddock:Executions:MaxTimeoutSecond=5", "MaxTimeoutSecond")]
    [InlineData("--Paddock:Server:Url=x", "Url")]
    [InlineData("--Paddock:Executions:MaxFiles=many", "many")]
    public async Task Run_MisspeltSetting_IsNamedWithoutAStackTrace(string argument, string named)
    {
        (int code, _, string error) = await RunAsync("--urls", Free, argument);
        code.ShouldBe(1);
        error.ShouldContain(named);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Banner_FirstStart_ShowsAKeyThatWorksOnce()
    {
        (int code, string output, string error) = await RunAsync("--urls", Free);
        (code, error).ShouldBe((0, ""));
        string key = output.Split("Bearer ")[1].Split('"')[0];
        key.ShouldStartWith(ApiKeyFormat.Prefix);
        output.ShouldContain("Paddock 0.1.0 listens on http://127.0.0.1:");
        output.ShouldContain("Isolation: 2 of 2 layers stand: seccomp, landlock\n");
        output.ShouldContain("shown this once");
        (await KeysAsync()).ShouldContain("\"first start\"");

        (_, string later, _) = await RunAsync("--urls", Free);
        later.ShouldNotContain(key);
        later.ShouldContain("Authorization: Bearer $PADDOCK_API_KEY\"");
        later.ShouldContain("`./paddock keys create` makes another");
    }

    [Fact]
    public async Task Banner_ConfiguredKeys_UsesTheFirstOfTheVariable()
    {
        (_, string output, _) = await RunAsync(["--urls", "http://0.0.0.0:0"], static builder => builder.Configuration["PADDOCK_API_KEYS"] = "test-key-1,b-key-2-2");
        output.ShouldContain("Authorization: Bearer ${PADDOCK_API_KEYS%%,*}\"");
        output.ShouldContain("curl http://127.0.0.1:");
        output.ShouldNotContain("test-key-1");
        (await KeysAsync()).ShouldBe("[]\n");
    }

    [Fact]
    public async Task Banner_MissingLayer_IsNamed()
    {
        _sandbox.Health = new SandboxHealth(true, [new LayerHealth("seccomp", true, "on"), new LayerHealth("landlock", false, "kernel too old")], []);
        (_, string output, _) = await RunAsync("--urls", Free);
        output.ShouldContain("Isolation: 1 of 2 layers stand: seccomp\nDEGRADED: the layer landlock is MISSING: kernel too old\n");
    }

    [Fact]
    public async Task Banner_Always_HasTheSeedsExampleAsTheShellWantsIt()
    {
        (_, string output, _) = await RunAsync("--urls", Free);
        output.ShouldContain("""
              -d '{"language":"python","code":"def execute(input): return { \"name\": input[\"name\"], \"executed\": True }","input":{"name":"John"}}'
            """);
    }

    [Fact]
    public async Task Run_SandboxCannotStart_IsItsOwnLineAnd1()
    {
        (int code, string output, string error) = await RunAsync(
            ["--urls", Free],
            static builder => builder.Services.AddHostedService<RefusingService>());
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldBe("paddock-server: no cgroup can be written; mount one\n");
        (await KeysAsync()).ShouldBe("[]\n");
    }

    [Fact]
    public async Task Run_OpenToOthersWithAKeyThatTheOperatorMade_Starts()
    {
        (int code, string key, string note) = await RunAsync("keys", "create", "--project", "acme");
        (code, key.TrimEnd('\n').Length).ShouldBe((0, "riza__".Length + (2 * Ulid.Length)));
        note.ShouldContain("of project acme; it is shown this once");
        (code, string output, string error) = await RunAsync("--urls", "http://0.0.0.0:0");
        (code, error).ShouldBe((0, ""));
        output.ShouldContain("The keys are those made before");
    }

    [Fact]
    public async Task Run_RevokedKeyOnly_IsNoGroundToListenToOthers()
    {
        await RunAsync("keys", "create");
        string id = (await KeysAsync()).Split("\"id\": \"")[1].Split('"')[0];
        (await RunAsync("keys", "revoke", id)).Code.ShouldBe(0);
        (await RunAsync("--urls", "http://0.0.0.0:0")).Error.ShouldContain("PADDOCK_API_KEYS is not set");
        (await RunAsync("keys", "list")).Output.ShouldContain($"{id}  default ");
    }

    private async Task<string> KeysAsync() => (await RunAsync("keys", "list", "--json")).Output;

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(arguments, static _ => { });

    /// <summary>Runs the process to its end; a server that starts is stopped at once.</summary>
    private async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments, Action<WebApplicationBuilder> configure)
    {
        await using StringWriter output = new();
        await using StringWriter error = new();
        int code = await ServerProcess.RunAsync([.. arguments, "--data", _data.FullName], output, error, builder =>
        {
            builder.Services.AddSingleton<ISandbox>(_sandbox);
            builder.Services.AddSingleton<Paddock.Core.Runtimes.IPackageBuilder>(new FakePackageBuilder());
            builder.Services.AddHostedService<StoppingService>();
            builder.Logging.ClearProviders().AddProvider(_logs);
            configure(builder);
        });
        return (code, output.ToString(), error.ToString());
    }

    private sealed class StoppingService(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class RefusingService : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new Core.StartupException("no cgroup can be written; mount one");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
