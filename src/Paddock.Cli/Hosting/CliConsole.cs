namespace Paddock.Cli.Hosting;

/// <summary>Everything outside that a command sees: streams, environment, terminal.</summary>
internal sealed class CliConsole
{
    private const int UsualWidth = 100;

    private static readonly TimeSpan _connectBound = TimeSpan.FromSeconds(10);

    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    public required Stream Error { get; init; }

    public required bool IsInputTerminal { get; init; }

    public required bool IsOutputTerminal { get; init; }

    public required bool IsErrorTerminal { get; init; }

    /// <summary>Asks for the columns of the terminal. Only where they matter: asking changes the terminal's settings.</summary>
    public Func<int> Width { get; init; } = static () => UsualWidth;

    /// <summary>Looks up an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Asks for a line that is not shown while it is typed; null when there is none.</summary>
    public required Func<string, string?> ReadHidden { get; init; }

    /// <summary>The clock that pauses go by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the way to a server.</summary>
    public Func<Uri, HttpMessageHandler> Network { get; init; } = static url =>
        // A proxy is meant for other machines, and a redirect would lose the key.
        new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = _connectBound, UseCookies = false, UseProxy = !url.IsLoopback };

    public static CliConsole OfThisProcess() => new()
    {
        Input = Console.OpenStandardInput(),
        Output = Console.OpenStandardOutput(),
        Error = Console.OpenStandardError(),
        IsInputTerminal = !Console.IsInputRedirected,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Width = ReadWidth,
        Environment = System.Environment.GetEnvironmentVariable,
        ReadHidden = HiddenLine.Read,
    };

    private static int ReadWidth()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? UsualWidth : Console.WindowWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }
}
