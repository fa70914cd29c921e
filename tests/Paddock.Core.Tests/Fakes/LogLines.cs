using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Keeps the ids of what was logged.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    public ConcurrentQueue<(int Id, string Text)> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
}
