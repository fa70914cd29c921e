using System.Globalization;

namespace Paddock.Core.Executions;

/// <summary>Names of Linux signals, as on x86-64 and arm64.</summary>
internal static class Signals
{
    private static readonly string[] _names =
    [
        "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE",
        "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT",
        "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
        "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    public static string Name(int signal) => signal >= 1 && signal <= _names.Length
        ? string.Create(CultureInfo.InvariantCulture, $"{_names[signal - 1]} (signal {signal})")
        : string.Create(CultureInfo.InvariantCulture, $"signal {signal}");
}
