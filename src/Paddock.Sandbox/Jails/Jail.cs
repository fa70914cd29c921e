using Paddock.Sandbox.Cells;
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
    private readonly JailProcess _process;
    private readonly JailSocket _socket;
    private readonly long _startedAt;
    private ulong _token;
    private uint _lastCell;

    private Jail(JailProcess process, JailSocket socket, IJailOwner owner, IoLoop loop, CaptureLimits limits, TimeProvider time)
    {
        _process = process;
        _socket = socket;
        _owner = owner;
        _loop = loop;
        _limits = limits;
        _time = time;
        _startedAt = time.GetTimestamp();
    }

    /// <summary>False once the launcher is gone.</summary>
    internal bool IsConnected { get; private set; } = true;

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

    /// <summary>Starts a launcher; <see cref="IJailOwner.OnUp"/> follows when its template is warm.</summary>
    /// <exception cref="IOException">The launcher could not be started.</exception>
    internal static Jail Start(string launcher, LaunchDescription launch, IJailOwner owner, IoLoop loop, CaptureLimits limits, TimeProvider time)
    {
        (JailProcess process, Descriptor descriptor) = JailProcess.Start(launcher, loop);
        var jail = new Jail(process, new JailSocket(descriptor), owner, loop, limits, time);
        jail._socket.Send(launch.ToBytes());
        jail._token = loop.Watch(descriptor, jail, 0);
        return jail;
    }

    /// <summary>Asks for a cell.</summary>
    /// <returns>False when the launcher is gone.</returns>
    internal bool Spawn()
    {
        lock (_gate)
        {
            uint id = ++_lastCell;
            _cells[id] = null;
            return _socket.Send(JailRequestKind.Spawn, id) || !_cells.Remove(id);
        }
    }

    internal void Kill(uint cell) => _socket.Send(JailRequestKind.Kill, cell);

    internal bool LimitMemory(uint cell, long bytes) => _socket.Send(JailRequestKind.LimitMemory, cell, (ulong)bytes);

    /// <summary>Ends the launcher and with it every process below it; cells it still has are reported lost.</summary>
    /// <param name="patience">How long it may take to remove its cgroups before it is killed.</param>
    internal async Task StopAsync(TimeSpan patience)
    {
        Lose("it was stopped");
        await Task.WhenAny(_process.Exited, Task.Delay(patience, _time)).ConfigureAwait(false);
        _process.Kill();
        await _process.Exited.ConfigureAwait(false);
    }

    void IPollTarget.OnReady(int slot)
    {
        while (_socket.TryReceive(out JailReport? report, out Descriptor[] passed))
        {
            if (report is null)
            {
                return;
            }

            Handle(report, passed);
        }

        Lose("its launcher ended");
    }

    private void Handle(JailReport report, Descriptor[] passed)
    {
        switch (report.Kind)
        {
            case JailReportKind.Up:
                (LandlockAbi, CgroupVersion) = (report.A, report.B);
                _owner.OnUp(this);
                break;
            case JailReportKind.Ready:
                OnReady(report, passed);
                break;
            case JailReportKind.Ended:
                OnEnded(report);
                break;
            case JailReportKind.Failed when report.Cell != 0:
                Take(report.Cell, remove: true);
                _owner.OnSpawnFailed(this, report.Text);
                break;
            case JailReportKind.Failed:
                _owner.OnBroken(this, report.Text);
                break;
            case JailReportKind.Limited:
                Take(report.Cell, remove: false)?.OnLimited(report.B == 0);
                break;
        }
    }

    private void OnReady(JailReport report, Descriptor[] passed)
    {
        var cell = new Cell(this, report.Cell, passed, _loop, _limits, _time);
        lock (_gate)
        {
            _cells[report.Cell] = cell;
        }

        cell.Watch();
        _owner.OnCellReady(this, cell, Nanoseconds(report.X), Nanoseconds(report.Y));
    }

    private void OnEnded(JailReport report)
    {
        // A cell that failed on its way was reported as such already and has no entry.
        if (Take(report.Cell, remove: true) is { } cell)
        {
            cell.OnEnded(new CellEnd(report.A != 0, report.B, report.X, Nanoseconds(report.Y)));
            _owner.OnCellEnded(this, cell);
        }
    }

    private Cell? Take(uint id, bool remove)
    {
        lock (_gate)
        {
            _cells.TryGetValue(id, out Cell? cell);
            if (remove)
            {
                _cells.Remove(id);
            }

            return cell;
        }
    }

    private void Lose(string reason)
    {
        Disconnect();
        Cell?[] lost;
        lock (_gate)
        {
            lost = [.. _cells.Values];
            _cells.Clear();
        }

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

    private void Disconnect()
    {
        IsConnected = false;
        _loop.Forget(_token);
        _socket.Descriptor.Close();
    }

    private static TimeSpan Nanoseconds(ulong value) => TimeSpan.FromTicks((long)(value / 100));
}
