using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>Keeps what is logged above Debug.</summary>
internal sealed class RecordingLogs
{
    internal ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>How many lines of Debug there were.</summary>
    internal int DebugLines;

    internal ILogger<T> For<T>() => new Logger<T>(this);

    private sealed class Logger<T>(RecordingLogs logs) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel > LogLevel.Debug)
            {
                logs.Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
            }
            else
            {
                Interlocked.Increment(ref logs.DebugLines);
            }
        }
    }
}
