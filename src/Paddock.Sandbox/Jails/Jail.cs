using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Jails;

/// <summary>The server's side of one launcher: asks it for cells and tells its owner what becomes of them.</summary>
internal sealed class Jail : IPollTarget
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, Cell?> _cells = []; // null: asked for, not there yet
    private readonly IJailOwner _owner;
    private readonly IoLoop _loop;
    private readonly CaptureLimits _limits;
    private readonly TimeProvider _time;
    private readonly IJailProcess _process;
    private readonly JailSocket _socket;
    private readonly long _startedAt;
    private uint _lastCell;
    private bool _isLost;

    private Jail(
        IJailProcess process, JailSocket socket, IReadOnlyList<CgroupPlace> groups, IJailOwner owner, IoLoop loop, CaptureLimits limits, TimeProvider time)
    {
        Groups = groups;
        _process = process;
        _socket = socket;
        _owner = owner;
        _loop = loop;
        _limits = limits;
        _time = time;
        _startedAt = time.GetTimestamp();
    }

    /// <summary>Its control groups, template and cells included.</summary>
    internal IReadOnlyList<CgroupPlace> Groups { get; }

    /// <summary>False once the launcher is gone.</summary>
    internal bool IsConnected => !Volatile.Read(ref _isLost);

    /// <summary>The Landlock ABI inside, 0 for none; known once up.</summary>
    internal int LandlockAbi { get; private set; }

    /// <summary>1, 2, or 0 for no cgroups; known once up.</summary>
    internal int CgroupVersion { get; private set; }

    /// <summary>How many cells were asked of this template.</summary>
    internal uint Forks => _lastCell;

    internal TimeSpan Age => _time.GetElapsedTime(_startedAt);

    /// <summary>Cells alive or on their way.</summary>
    internal int CellCount
    {
        get
        {
            lock (_gate)
            {
                return _cells.Count;
            }
        }
    }

    /// <summary>
    /// Takes charge of a launcher that waits for its description at the other end of <paramref name="descriptor"/>;
    /// <see cref="IJailOwner.OnUp"/> follows when its template is warm.
    /// </summary>
    /// <exception cref="IOException">It cannot be talked to; it has been killed.</exception>
    internal static Jail Attach(
        IJailProcess process,
        Descriptor descriptor,
        LaunchDescription launch,
        IReadOnlyList<CgroupPlace> groups,
        IJailOwner owner,
        IoLoop loop,
        CaptureLimits limits,
        TimeProvider time)
    {
        var socket = new JailSocket(descriptor, loop);
        var jail = new Jail(process, socket, groups, owner, loop, limits, time);
        try
        {
            if (!socket.Send(launch.ToBytes()))
            {
                throw NativeError.Last("send the launch description");
            }

            socket.Watch(jail);
            return jail;
        }
        catch
        {
            socket.Close();
            process.Kill();
            throw;
        }
    }

    /// <summary>Asks for a cell.</summary>
    /// <returns>False when the launcher is gone.</returns>
    internal bool Spawn()
    {
        lock (_gate)
        {
            uint id = ++_lastCell;
            if (_isLost || !_socket.Send(JailRequestKind.Spawn, id))
            {
                return false;
            }

            _cells[id] = null;
            return true;
        }
    }

    internal void Kill(uint cell) => _socket.Send(JailRequestKind.Kill, cell);

    internal bool LimitMemory(uint cell, long bytes) => _socket.Send(JailRequestKind.LimitMemory, cell, (ulong)bytes);

    internal bool OpenDoor(uint cell, IReadOnlyList<int> ports) => _socket.SendOpen(cell, ports);

    /// <summary>Ends the launcher and with it every process below it; cells it still has are reported lost.</summary>
    /// <param name="reason">What to tell whoever still waits for it.</param>
    /// <param name="patience">How long it may take to remove its cgroups before it is killed.</param>
    internal async Task StopAsync(string reason, TimeSpan patience)
    {
        Lose(reason);
        await Task.WhenAny(_process.Exited, Task.Delay(patience, _time)).ConfigureAwait(false);
        _process.Kill();
        await _process.Exited.ConfigureAwait(false);
    }

    void IPollTarget.OnReady(int slot)
    {
        _socket.SendRest();
        Descriptor[] passed;
        while (_socket.TryReceive(out JailReport? report, out passed))
        {
            if (report is null)
            {
                return;
            }

            if (report.Kind == JailReportKind.Ready)
            {
                OnReady(report, passed);
                continue;
            }

            if (report.Kind == JailReportKind.Listening && Find(report.Cell) is { } cell)
            {
                cell.OnListening(report.A, report.B, passed);
                continue;
            }

            CloseAll(passed);
            Handle(report);
        }

        CloseAll(passed);
        Lose("its launcher ended");
    }

    void IPollTarget.OnFault(Exception error) => Lose($"its reports could not be handled: {error.Message}");

    private void Handle(JailReport report)
    {
        switch (report.Kind)
        {
            case JailReportKind.Up:
                (LandlockAbi, CgroupVersion) = (report.A, report.B);
                _owner.OnUp(this);
                break;
            case JailReportKind.Ended:
                OnEnded(report);
                break;
            case JailReportKind.Failed when report.Cell != 0:
                OnFailed(report);
                break;
            case JailReportKind.Failed:
                OnTemplateLost(report.Text);
                break;
            case JailReportKind.Limited:
                Find(report.Cell)?.OnLimited(report.B);
                break;
            case JailReportKind.Opened:
                Find(report.Cell)?.OnOpened(report.B);
                break;
        }
    }

    private void OnReady(JailReport report, Descriptor[] passed)
    {
        Cell? cell = passed.Length is Cell.StreamCount or Cell.StreamCount + 1 ? new Cell(this, report.Cell, passed, _loop, _limits, _time) : null;
        bool isExpected;
        lock (_gate)
        {
            isExpected = !_isLost && _cells.TryGetValue(report.Cell, out Cell? before) && before is null;
            if (isExpected && cell is not null)
            {
                _cells[report.Cell] = cell;
            }
        }

        if (!isExpected || cell is null || !cell.TryWatch())
        {
            CloseAll(passed);
            Kill(report.Cell);
            if (isExpected && (TryTake(report.Cell, out _) || cell is not null))
            {
                _owner.OnSpawnFailed(this, "the server has no room for another cell's streams; raise its limit of open files (ulimit -n)");
            }

            return;
        }

        _owner.OnCellReady(this, cell, Nanoseconds(report.X), Nanoseconds(report.Y));
    }

    private void OnEnded(JailReport report)
    {
        if (!TryTake(report.Cell, out Cell? cell))
        {
            // It failed on its way and was reported as such already.
            return;
        }

        var end = new CellEnd(report.A != 0, report.B, report.X, Nanoseconds(report.Y));
        if (cell is null)
        {
            _owner.OnSpawnFailed(this, $"a cell ended on its way: {end}");
            return;
        }

        cell.OnEnded(end);
        _owner.OnCellEnded(this, cell);
    }

    private void OnFailed(JailReport report)
    {
        if (!TryTake(report.Cell, out Cell? cell))
        {
            return;
        }

        if (cell is null)
        {
            _owner.OnSpawnFailed(this, report.Text);
            return;
        }

        // It was there already: a launcher that says so is wrong, and its word for what became of the cell is as good as none.
        Kill(report.Cell);
        cell.OnJailLost($"its launcher took it back: {report.Text}");
        _owner.OnCellEnded(this, cell);
    }

    /// <summary>Cells asked for can no longer come; those that are there go on.</summary>
    private void OnTemplateLost(string reason)
    {
        _owner.OnBroken(this, reason);
        uint[] asked;
        lock (_gate)
        {
            asked = [.. _cells.Where(static cell => cell.Value is null).Select(static cell => cell.Key)];
            foreach (uint id in asked)
            {
                _cells.Remove(id);
            }
        }

        foreach (uint id in asked)
        {
            // One that was on its way may come all the same; nobody knows it any more.
            Kill(id);
            _owner.OnSpawnFailed(this, reason);
        }
    }

    private Cell? Find(uint id)
    {
        lock (_gate)
        {
            return _cells.GetValueOrDefault(id);
        }
    }

    /// <summary>Removes a cell's entry, if there is one; null when it was only asked for.</summary>
    private bool TryTake(uint id, out Cell? cell)
    {
        lock (_gate)
        {
            return _cells.Remove(id, out cell);
        }
    }

    private void Lose(string reason)
    {
        Cell?[] lost;
        lock (_gate)
        {
            if (_isLost)
            {
                return;
            }

            _isLost = true;
            lost = [.. _cells.Values];
            _cells.Clear();
        }

        _socket.Close();
        _owner.OnBroken(this, reason);
        foreach (Cell? cell in lost)
        {
            if (cell is null)
            {
                _owner.OnSpawnFailed(this, reason);
                continue;
            }

            cell.OnJailLost(reason);
            _owner.OnCellEnded(this, cell);
        }
    }

    private static void CloseAll(Descriptor[] descriptors)
    {
        foreach (Descriptor descriptor in descriptors)
        {
            descriptor.Close();
        }
    }

    private static TimeSpan Nanoseconds(ulong value) => TimeSpan.FromTicks((long)(value / 100));
}
