using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Io;

/// <summary>
/// One thread that waits on every descriptor of every cell and jail. .NET's own socket engine cannot wait on pipes, and a cell's stdio must be
/// pipes: programs open /dev/stdout, which fails on a socket.
/// </summary>
internal sealed unsafe partial class IoLoop : IDisposable
{
    private const int EventsPerWait = 128;

    private readonly ConcurrentDictionary<ulong, Registration> _registrations = new();
    private readonly Descriptor _epoll;
    private readonly Descriptor _wake;
    private readonly Thread _thread;
    private readonly ILogger<IoLoop> _logger;
    private ulong _lastToken;
    private volatile bool _stopping;

    public IoLoop(ILogger<IoLoop> logger)
    {
        _logger = logger;
        _epoll = new Descriptor(Libc.epoll_create1(Libc.CloseOnExec));
        _wake = new Descriptor(Libc.eventfd(0, Libc.CloseOnExec | Libc.NonBlocking));
        if (!_epoll.IsOpen || !_wake.IsOpen)
        {
            throw NativeError.Last("epoll_create1");
        }

        Add(_wake, new Registration(null, 0), Libc.EpollIn);
        _thread = new Thread(Run) { IsBackground = true, Name = "paddock-io" };
        _thread.Start();
    }

    /// <summary>Watches <paramref name="descriptor"/> for data to read. Closing it ends the watch; the token goes with <see cref="Forget"/>.</summary>
    /// <returns>A token for <see cref="Forget"/> and <see cref="WatchWrites"/>.</returns>
    internal ulong Watch(Descriptor descriptor, IPollTarget target, int slot) =>
        Add(descriptor, new Registration(target, slot), Libc.EpollIn);

    /// <summary>Adds or removes interest in room to write.</summary>
    internal void WatchWrites(Descriptor descriptor, ulong token, bool on)
    {
        var change = new Libc.EpollEvent { Events = Libc.EpollIn | (on ? Libc.EpollOut : 0), Data = token };
        _ = Libc.epoll_ctl(_epoll.Number, Libc.EpollCtlMod, descriptor.Number, &change);
    }

    /// <summary>Ends the calls for this token; one that has begun on the loop's thread may still be under way, so targets check their state.</summary>
    internal void Forget(ulong token) => _registrations.TryRemove(token, out _);

    public void Dispose()
    {
        _stopping = true;
        ulong one = 1;
        _ = WriteWake(&one);

        // A continuation that runs on the loop's own thread may be what disposes it; the loop then ends when that returns.
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private nint WriteWake(ulong* value) => Libc.write(_wake.Number, (byte*)value, sizeof(ulong));

    private ulong Add(Descriptor descriptor, Registration registration, uint events)
    {
        ulong token = Interlocked.Increment(ref _lastToken);
        _registrations[token] = registration;
        var change = new Libc.EpollEvent { Events = events, Data = token };
        if (Libc.epoll_ctl(_epoll.Number, Libc.EpollCtlAdd, descriptor.Number, &change) != 0)
        {
            IOException error = NativeError.Last("epoll_ctl");
            Forget(token);
            throw error;
        }

        return token;
    }

    private void Run()
    {
        Libc.EpollEvent* events = stackalloc Libc.EpollEvent[EventsPerWait];
        while (!_stopping)
        {
            int count = Libc.epoll_wait(_epoll.Number, events, EventsPerWait, -1);
            for (int i = 0; i < count; i++)
            {
                Deliver(events[i].Data);
            }
        }

        _wake.Close();
        _epoll.Close();
    }

    private void Deliver(ulong token)
    {
        if (!_registrations.TryGetValue(token, out Registration registration) || registration.Target is null)
        {
            return;
        }

        try
        {
            registration.Target.OnReady(registration.Slot);
        }
#pragma warning disable CA1031 // One of the four edges: a bug in one cell's handling must not end everybody's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.TargetFailed(_logger, error);
            Abandon(token, registration.Target, error);
        }
    }

    /// <summary>A descriptor that nobody reads would keep the loop spinning, and its target waiting for ever.</summary>
    private void Abandon(ulong token, IPollTarget target, Exception error)
    {
        Forget(token);
        try
        {
            target.OnFault(error);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception second)
#pragma warning restore CA1031
        {
            Log.TargetFailed(_logger, second);
        }
    }

    private readonly record struct Registration(IPollTarget? Target, int Slot);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "Handling a ready descriptor failed; it is given up")]
        internal static partial void TargetFailed(ILogger logger, Exception error);
    }
}
