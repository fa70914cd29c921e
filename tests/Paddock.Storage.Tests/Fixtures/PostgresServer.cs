using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Paddock.Storage.Tests.Fixtures;

/// <summary>
/// A PostgreSQL server of the tests' own, on loopback and a socket in its folder, as a user without rights: it refuses root. It ends with this process however that ends:
/// the shell around it waits for the end of a pipe that nobody else holds.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string User = "paddock";

    // What ends on loopback needs no better one.
    public const string Password = "correct;horse=battery 'staple'";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();
    private Process? _shell;
    private int _databases;

    public int Port { get; } = FindFreePort();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Where its socket is.</summary>
    public string Folder => _folder.Path;

    private string DataFolder => _folder.File("data");

    private string LogFile => _folder.File("log");

    public async ValueTask InitializeAsync()
    {
        // The other user has to get in.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b_111_111_111);
        await File.WriteAllTextAsync(_folder.File("password"), Password);
        await RunAsync(
            $"""exec {AsOther()} "{Program("initdb")}" --pgdata="{DataFolder}" --username={User} --pwfile="{_folder.File("password")}" --encoding=UTF8 --locale=C.UTF-8 """
            + $"""--auth-local=trust --auth-host=scram-sha-256 --no-sync >"{LogFile}" 2>&1""");
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        NpgsqlConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>A connection string over the socket, as the owner.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _folder.Path,
        Port = Port,
        Username = User,
        Database = database,
        Timeout = 10,
    }.ConnectionString;

    /// <summary>A connection string over TCP, with a password.</summary>
    public string RemoteConnectionString(string database, string user = User, string password = Password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = user,
        Password = password,
        Database = database,
    }.ConnectionString;

    /// <summary>A new database, empty.</summary>
    public async Task<string> CreateDatabaseAsync(string options = "")
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} {options}");
        return name;
    }

    /// <summary>A new schema in the database <c>postgres</c>, empty.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync("postgres", $"CREATE SCHEMA {name}");
        return name;
    }

    /// <summary>Runs a statement, on a connection of its own.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync(Cancellation);
#pragma warning disable CA2100 // The tests' own.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>Starts it, once more after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        // What the tests write need not outlive the machine.
        _shell = Start(
            $"""
            {AsOther()} "{Program("postgres")}" -D "{DataFolder}" -p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="{_folder.Path}" \
                -c fsync=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB >>"{LogFile}" 2>&1 </dev/null &
            server=$!
            cat >/dev/null
            kill -INT $server
            wait $server
            """);
        for (long began = Environment.TickCount64; !await CanConnectAsync();)
        {
            if (_shell.HasExited || Environment.TickCount64 - began > _patience.TotalMilliseconds)
            {
                throw new InvalidOperationException($"PostgreSQL does not start: {await File.ReadAllTextAsync(LogFile)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Ends it, and every connection with it.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _shell, null) is { } shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync().WaitAsync(_patience);
            shell.Dispose();
        }
    }

    private static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string AsOther() => Environment.IsPrivilegedProcess
        ? $"setpriv --reuid={OtherUser()} --regid={OtherUser()} --clear-groups --"
        : "";

    // By number: nobody's group has another name than nobody.
    private static string OtherUser()
    {
        string[] lines = File.ReadAllLines("/etc/passwd");
        string line = lines.FirstOrDefault(static line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ?? lines.First(static line => line.StartsWith("nobody:", StringComparison.Ordinal));
        return line.Split(':')[2];
    }

    private static string Program(string name) =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin", name))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"There is no /usr/lib/postgresql/*/bin/{name}: `./paddock test storage` installs PostgreSQL, apt-get install postgresql does too.");

    private static Process Start(string script) => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;

    private async Task RunAsync(string script)
    {
        using Process process = Start(script);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(_patience);
        process.ExitCode.ShouldBe(0, File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "");
    }

    private async Task<bool> CanConnectAsync()
    {
        try
        {
            await using NpgsqlConnection connection = new($"{ConnectionString("postgres")};Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
