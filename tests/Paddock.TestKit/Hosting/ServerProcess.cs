using System.Diagnostics;
using System.Globalization;
using Paddock.TestKit.Api;

namespace Paddock.TestKit.Hosting;

/// <summary>A real server on a port of its own, started and stopped as an operator would.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _stopBound = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly bool _ownsData;
    private readonly ServerSettings _settings;
    private Leftovers? _leftovers;

    private ServerProcess(Process process, int port, ServerSettings settings, string data)
    {
        _process = process;
        _settings = settings;
        _ownsData = settings.DataDirectory is null;
        Port = port;
        DataDirectory = data;
        Client = new PaddockClient(new Uri($"http://127.0.0.1:{port}"), settings.ApiKeys?.Split(',')[0], Output);
        Output.Follow(process.StandardOutput);
        Output.Follow(process.StandardError);
    }

    public int Port { get; }

    public string DataDirectory { get; }

    public PaddockClient Client { get; }

    public ServerOutput Output { get; } = new();

    /// <summary>The process that signals go to: the one that was started.</summary>
    public int Pid => _process.Id;

    /// <summary>How long it took from the start of the process to the first 200 of <c>/health</c>.</summary>
    public TimeSpan StartTime { get; private set; }

    public static async Task<ServerProcess> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        var data = settings.DataDirectory ?? Directory.CreateTempSubdirectory("paddock-conformance-").FullName;
        var clock = Stopwatch.StartNew();
        var process = Process.Start(ServerCommand.Create(settings, port, data))
            ?? throw new InvalidOperationException("The server's process did not start.");
        var server = new ServerProcess(process, port, settings, data);
        try
        {
            await server.WaitUntilReadyAsync(settings.StartBound, cancellationToken);
            server.StartTime = clock.Elapsed;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Jails of this server, without the short-lived helpers that they fork.</summary>
    public IReadOnlyList<ProcessInfo> Jails()
    {
        var all = ProcessTable.DescendantsOf(Pid);
        var jails = all.Where(process => process.Name == ProcessTable.JailName).ToList();
        return [.. jails.Where(jail => jails.All(other => other.Pid != jail.ParentPid))];
    }

    /// <summary>The C# process: whatever stands before it in the tree is the entry script.</summary>
    public int ServerPid() => Jails() is [var jail, ..] ? jail.ParentPid : Pid;

    /// <summary>Sends a signal, waits for the end and gives the exit code.</summary>
    public async Task<int> StopAsync(int signal, CancellationToken cancellationToken)
    {
        Signal(signal);
        return await WaitForExitAsync(cancellationToken);
    }

    public void Signal(int signal)
    {
        _leftovers = Leftovers.Expect(Pid);
        Signals.Send(Pid, signal);
    }

    /// <summary>Ctrl-C: the terminal sends SIGINT to every process of the group. The server has to have one of its own.</summary>
    public void PressCtrlC()
    {
        _leftovers = Leftovers.Expect(Pid);
        Signals.Send(-Pid, Signals.Interrupt);
    }

    /// <summary>Waits until so many executions run and so many requests wait.</summary>
    public Task BusyAsync(int running, int queued, CancellationToken cancellationToken)
    {
        HealthReport? last = null;
        return Eventually.HoldsAsync(
            async () => (last = await Client.HealthAsync(cancellationToken)) is { } health && health.Running == running && health.Queued == queued,
            TimeSpan.FromSeconds(15),
            () => $"{running} running and {queued} queued were expected, but /health says {last}",
            cancellationToken);
    }

    /// <summary>Makes a key as an operator does, while the server runs.</summary>
    public async Task<string> CreateKeyAsync(CancellationToken cancellationToken, params string[] options)
    {
        var made = await RunVerbAsync(["keys", "create", .. options], cancellationToken);
        made.ExitCode.ShouldBe(0, made.ToString());
        return made.Output.TrimEnd('\n');
    }

    /// <summary>Runs a verb of the server's program on the data folder of this server.</summary>
    public Task<Invocation> RunVerbAsync(IReadOnlyList<string> verb, CancellationToken cancellationToken) =>
        Invocation.RunAsync([.. ServerCommand.Program(_settings), .. verb, "--data", DataDirectory], cancellationToken);

    public PaddockClient ClientWithKey(string key) => new(Client.Address, key, Output);

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(_stopBound);
        try
        {
            await _process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"The server did not stop within {_stopBound.TotalSeconds:0} s.\n{Output.Tail()}");
        }

        return _process.ExitCode;
    }

    /// <summary>After a kill: the processes of the server end by themselves.</summary>
    public async Task AssertProcessesEndAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        _leftovers.ShouldNotBeNull("the server has not been stopped");
        await _leftovers.AssertProcessesGoneAsync(bound, cancellationToken);
    }

    /// <summary>After a stop: no process, no control group and no mount of this server may be there any more.</summary>
    public async Task AssertNothingIsLeftAsync(CancellationToken cancellationToken)
    {
        _leftovers.ShouldNotBeNull("the server has not been stopped");
        await _leftovers.AssertGoneAsync(DataDirectory, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            var descendants = ProcessTable.DescendantsOf(Pid);
            Signals.TrySend(Pid, Signals.Terminate);
            await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(_stopBound));
            Signals.TrySend(Pid, Signals.Kill);
            foreach (var process in descendants.Where(ProcessTable.IsAlive))
            {
                Signals.TrySend(process.Pid, Signals.Kill);
            }
        }

        await Output.CompleteAsync(TimeSpan.FromSeconds(1));
        _process.Dispose();
        if (_ownsData && Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    private async Task WaitUntilReadyAsync(TimeSpan bound, CancellationToken cancellationToken) =>
        await Eventually.HoldsAsync(
            async () =>
            {
                if (_process.HasExited)
                {
                    await Output.CompleteAsync(TimeSpan.FromSeconds(1));
                    Assert.Fail($"The server ended with {_process.ExitCode.ToString(CultureInfo.InvariantCulture)} before it was ready.\n{Output}");
                }

                return await Client.IsReadyAsync(cancellationToken);
            },
            bound,
            () => $"/health does not answer 200.\n{Output}",
            cancellationToken);
}
