using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Paddock.Sandbox.Io;

namespace Paddock.Hostile.Tests.Jails;

/// <summary>What the I/O loop logged as errors: exceptions that escaped a handler.</summary>
internal sealed class Complaints : ILogger<IoLoop>
{
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> Errors => _errors;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error)
        {
            _errors.Enqueue($"{formatter(state, exception)}: {exception}");
        }
    }
}
