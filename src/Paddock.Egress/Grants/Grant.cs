using Paddock.Core.Grants;
using Paddock.Egress.Journal;
using Paddock.Egress.Listening;
using Paddock.Egress.Policy;

namespace Paddock.Egress.Grants;

/// <summary>The grant of one execution.</summary>
internal sealed class Grant : IGrant
{
    /// <summary>Longest that closing waits for what it has taken the sockets from; they end by that in a moment, and the execution's answer waits with it.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly DoorServices _services;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _earlier = [];
    private CellDoor? _door;
    private HttpMessageInvoker? _exit;
    private TaskCompletionSource<GrantReport>? _closing;

    /// <summary>Opens a grant.</summary>
    /// <param name="executionId">ULID of the execution.</param>
    /// <param name="hosts">What it may reach, in the order of the request.</param>
    /// <param name="services">What it shares with all others.</param>
    public Grant(string executionId, IReadOnlyList<AllowedHost> hosts, DoorServices services)
    {
        _services = services;
        ExecutionId = executionId;
        Policy = new GrantPolicy(hosts);
        Journal = new GrantJournal(Policy, services.Time);
    }

    /// <summary>ULID of the execution.</summary>
    public string ExecutionId { get; }

    /// <summary>What it may reach.</summary>
    public GrantPolicy Policy { get; }

    /// <summary>What it did, and what the code should be told.</summary>
    public GrantJournal Journal { get; }

    /// <summary>Cancelled when the execution is over.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <inheritdoc/>
    public IReadOnlyList<int> Ports => Policy.Ports;

    /// <summary>The connections to hosts, which are this execution's alone; null once it is over.</summary>
    /// <param name="make">Makes them for the first request: many grants make none.</param>
    public HttpMessageInvoker? FindExit(Func<HttpMessageInvoker> make)
    {
        lock (_gate)
        {
            return _closing is null ? _exit ??= make() : null;
        }
    }

    /// <inheritdoc/>
    public void Serve(IReadOnlyList<DoorSocket> sockets)
    {
        CellDoor door = new(this, _services);
        lock (_gate)
        {
            if (_closing is not null)
            {
                CellDoor.Drop(sockets);
                return;
            }

            if (_door is not null)
            {
                _earlier.Add(_door.Close());
            }

            _door = door;
        }

        door.Open(sockets);
    }

    /// <inheritdoc/>
    public ValueTask<GrantReport> CloseAsync()
    {
        TaskCompletionSource<GrantReport> closing;
        lock (_gate)
        {
            if (_closing is not null)
            {
                return new ValueTask<GrantReport>(_closing.Task);
            }

            _closing = closing = new TaskCompletionSource<GrantReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return CloseOnceAsync(closing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async ValueTask<GrantReport> CloseOnceAsync(TaskCompletionSource<GrantReport> closing)
    {
        try
        {
            // Nothing changes the door any more.
            Task door = _door?.Close() ?? Task.CompletedTask;
            await _ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. _earlier, door]).WaitAsync(_patience, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.CloseTimedOut(_services.Logger, ExecutionId, _patience.TotalSeconds);
        }
        finally
        {
            _exit?.Dispose();
            closing.TrySetResult(Journal.ToReport());
        }

        return await closing.Task.ConfigureAwait(false);
    }
}
