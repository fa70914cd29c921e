using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paddock.Core.Executions;
using Paddock.Server.Hosting;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.Hosting;

/// <summary>The process and its stored state: what a start says when that cannot be used, and the rotation of the master key.</summary>
public sealed class StateTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("paddock-state-");
    private readonly CollectedLogs _logs = new();
    private readonly FakeSandbox _sandbox = new();

    public void Dispose()
    {
        _logs.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_FileThatIsNoDatabase_IsOneLineAnd1()
    {
        await File.WriteAllTextAsync($"{_data.FullName}/paddock.db", new string('x', 5000), TestContext.Current.CancellationToken);
        (int code, string output, string error) = await RunAsync("--urls", "http://127.0.0.1:0");
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldBe($"paddock-server: {_data.FullName}/paddock.db is not a SQLite database, or is damaged; restore a backup, or move it away to start with an empty one\n");
    }

    [Fact]
    public async Task Start_KeyFileForEverybody_IsOneLineAnd1()
    {
        await RunAsync("--urls", "http://127.0.0.1:0");
        File.SetUnixFileMode($"{_data.FullName}/master.key", (UnixFileMode)0b_110_100_100);
        (int code, _, string error) = await RunAsync("--urls", "http://127.0.0.1:0");
        code.ShouldBe(1);
        error.ShouldStartWith($"paddock-server: {_data.FullName}/master.key can be used by others (mode 644)");
        error.Count(static c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task Start_PostgresAway_IsOneLineWithoutThePasswordAnd1()
    {
        (int code, _, string error) = await RunAsync("--urls", "http://127.0.0.1:0", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Database=d;Username=u;Password=hunter2");
        code.ShouldBe(1);
        error.ShouldBe("paddock-server: cannot reach the PostgreSQL database d at 127.0.0.1:1: Connection refused; start it, or correct Host and Port in Storage__ConnectionString\n");
    }

    [Fact]
    public async Task Start_WrongConnectionString_IsOneLineWithoutThePasswordAnd1()
    {
        (int code, _, string error) = await RunAsync("--urls", "http://127.0.0.1:0", "--Storage:ConnectionString=postgres://u:hunter2@h/d");
        code.ShouldBe(1);
        error.ShouldStartWith("paddock-server: Storage:ConnectionString is a URL");
        error.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task RotateKey_BeforeTheFirstStart_SaysThatThereIsNothingToRotate()
    {
        (int code, _, string error) = await RunAsync("secrets", "rotate-key");
        code.ShouldBe(1);
        error.ShouldBe($"paddock-server: {_data.FullName}/master.key is not there yet, so there is nothing to rotate: a server makes it when it first starts\n");
    }

    [Fact]
    public async Task RotateKey_AfterAStart_ReplacesTheKeyAndTheServerStartsWithIt()
    {
        await RunAsync("--urls", "http://127.0.0.1:0");
        string before = await File.ReadAllTextAsync($"{_data.FullName}/master.key", TestContext.Current.CancellationToken);
        (int code, string output, string error) = await RunAsync("secrets", "rotate-key");
        error.ShouldBeEmpty();
        code.ShouldBe(0);
        output.ShouldMatch($"^0 secrets are sealed under the master key [0-9a-f]{{12}} now, which is in {_data.FullName}/master.key; ");
        (await File.ReadAllTextAsync($"{_data.FullName}/master.key", TestContext.Current.CancellationToken)).ShouldNotBe(before);
        (code, _, error) = await RunAsync("--urls", "http://127.0.0.1:0");
        error.ShouldBeEmpty();
        code.ShouldBe(0);
    }

    /// <summary>Runs the process to its end; a server that starts is stopped at once.</summary>
    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using StringWriter output = new();
        await using StringWriter error = new();
        int code = await ServerProcess.RunAsync([.. arguments, "--data", _data.FullName], output, error, builder =>
        {
            builder.Services.AddSingleton<ISandbox>(_sandbox);
            builder.Services.AddSingleton<Paddock.Core.Runtimes.IPackageBuilder>(new FakePackageBuilder());
            builder.Services.AddHostedService<StoppingService>();
            builder.Logging.ClearProviders().AddProvider(_logs);
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
}
