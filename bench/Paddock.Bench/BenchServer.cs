using System.Collections;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Paddock.Bench;

/// <summary>A server of our own: free loopback port, fresh key, temporary data folder. It ends with this object, whatever happens.</summary>
internal sealed class BenchServer : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly string _data = Directory.CreateTempSubdirectory("paddock-bench-data-").FullName;
    private readonly string _log;
    private readonly ChildProcess _process;

    private BenchServer(BenchOptions options, string name, IEnumerable<string> variables)
    {
        Port = FreePort();
        Key = $"riza_bench_{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}";
        _log = Path.Combine(options.Logs, $"bench-{name}.log");
        Directory.CreateDirectory(options.Logs);
        _process = ChildProcess.Start(
            [Environment.ProcessPath!, options.ServerDll, "--urls", $"http://127.0.0.1:{Port}", "--data", _data], [.. OwnEnvironment, $"PADDOCK_API_KEYS={Key}", .. variables], _log);
    }

    /// <summary>This program's environment, but for keys.</summary>
    public static IReadOnlyList<string> OwnEnvironment { get; } =
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static variable => $"{variable.Key}={variable.Value}").Where(static text => !text.StartsWith("PADDOCK_API_KEYS=", StringComparison.Ordinal))];

    public int Port { get; }

    public string Key { get; }

    public int Pid => _process.Pid;

    /// <summary>From the start of the process to the first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>The request that costs nothing but HTTP.</summary>
    public byte[] HealthRequest => Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nAuthorization: Bearer {Key}\r\n\r\n");

    /// <param name="options">What was asked for.</param>
    /// <param name="name">What its log is called.</param>
    /// <param name="variables">More of its environment, as <c>NAME=value</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static BenchServer Start(BenchOptions options, string name, IEnumerable<string> variables, CancellationToken cancellationToken)
    {
        var server = new BenchServer(options, name, variables);
        try
        {
            server.WaitUntilReady(cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>What /health says now; null when it says nothing that is JSON.</summary>
    public JsonDocument? Health()
    {
        using var connection = new LoopbackConnection(Port, StopPatience);
        connection.Exchange(HealthRequest, out var body);
        try
        {
            return JsonDocument.Parse(body.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Waits until as many cells are ready in a pool.</summary>
    /// <exception cref="BenchException">They do not come.</exception>
    public void WaitForReady(string pool, int cells, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        while (Ready(pool) < cells)
        {
            if (clock.Elapsed > StartPatience)
            {
                throw new BenchException($"the pool of {pool} does not get {cells} cells ready");
            }

            never.Wait(Poll, cancellationToken);
        }
    }

    /// <summary>One request on a connection of its own; the status.</summary>
    public int Call(string method, string path, string body, TimeSpan patience, out byte[] answer)
    {
        using var connection = new LoopbackConnection(Port, patience);
        var status = connection.Exchange(Request(method, path, body), out var bytes);
        answer = bytes.ToArray();
        return status;
    }

    /// <summary>The bytes of a whole request with a JSON body.</summary>
    public byte[] Request(string method, string path, string body) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nAuthorization: Bearer {Key}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public void Dispose()
    {
        _process.Signal(PosixSignal.SIGTERM);
        var waited = Stopwatch.StartNew();
        while (!_process.HasEnded() && waited.Elapsed < StopPatience)
        {
            Pause();
        }

        // any signal but SIGTERM is SIGKILL, see ChildProcess
        _process.Signal(PosixSignal.SIGQUIT);
        _process.Wait();
        Directory.Delete(_data, recursive: true);
    }

    private int Ready(string pool)
    {
        using var health = Health();
        return health?.RootElement.GetProperty("pools").EnumerateArray().Where(one => one.GetProperty("name").ValueEquals(pool)).Select(static one => one.GetProperty("ready").GetInt32()).FirstOrDefault() ?? 0;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Pause()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(Poll);
    }

    private void WaitUntilReady(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!Answers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_process.HasEnded() || clock.Elapsed > StartPatience)
            {
                throw new BenchException($"the server did not get ready; its last words:\n{string.Join('\n', File.ReadLines(_log).TakeLast(15))}");
            }

            Pause();
        }

        StartTime = clock.Elapsed;
    }

    private bool Answers()
    {
        try
        {
            using var connection = new LoopbackConnection(Port, StopPatience);
            return connection.Exchange(HealthRequest, out _) == 200;
        }
        catch (Exception failure) when (failure is SocketException or BenchException)
        {
            return false;
        }
    }
}
