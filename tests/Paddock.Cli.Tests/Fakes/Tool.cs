using System.Text;
using Paddock.Cli.Hosting;

namespace Paddock.Cli.Tests.Fakes;

/// <summary>The tool in this process, with streams and an environment of the test's own.</summary>
internal sealed class Tool
{
    public HttpMessageHandler? Api { get; init; }

    public Dictionary<string, string> Environment { get; init; } = new() { ["PADDOCK_API_KEY"] = "riza_key", ["PADDOCK_BASE_URL"] = "http://paddock.test" };

    /// <summary>What stdin has; null makes it a terminal.</summary>
    public string? Stdin { get; init; } = "";

    /// <summary>What is typed where nothing is shown.</summary>
    public string? Typed { get; init; }

    /// <summary>Whether stdout and stderr are a terminal.</summary>
    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 100;

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancellation { get; init; } = TestContext.Current.CancellationToken;

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using MemoryStream output = new();
        using MemoryStream error = new();
        CliConsole console = new()
        {
            Input = new MemoryStream(Encoding.UTF8.GetBytes(Stdin ?? "")),
            Output = output,
            Error = error,
            IsInputTerminal = Stdin is null,
            IsOutputTerminal = IsTerminal,
            IsErrorTerminal = IsTerminal,
            Width = () => Width,
            Environment = name => Environment.GetValueOrDefault(name),
            ReadHidden = _ => Typed,
            Time = new HurriedTime(),
            Network = _ => Api ?? new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10) },
        };

        var exitCode = await CliApplication.RunAsync(arguments, console, Cancellation);
        return new ToolResult(exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
