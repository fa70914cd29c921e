using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Paddock.Core;
using Paddock.Core.Executions;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox.Cells;

/// <summary>
/// The server's side of one cell: its streams, its one job, and the decision how that ended. Every event (a frame, a report of the jail, the
/// timer, a caller that hangs up) takes the lock; the first that decides wins.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its memory is given up when there is no answer, and goes with the answer when there is one.")]
internal sealed partial class Cell : IPollTarget
{
    /// <summary>Job socket, stdout and stderr.</summary>
    internal const int StreamCount = 3;

    private const int JobSlot = 0;
    private const int StdoutSlot = 1;
    private const int StderrSlot = 2;
    private const int ScratchSize = 64 * 1024;

    /// <summary>Callers read their answers within seconds, or lose the connection.</summary>
    private static readonly SandboxOutcome s_noRoom = new() { Ending = Ending.NoRoom, RetryAfter = TimeSpan.FromSeconds(5) };

    private static readonly SandboxOutcome s_tooMuch = new() { Ending = Ending.OutputTooLarge };

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<SandboxOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IoLoop _loop;
    private readonly TimeProvider _time;
    private readonly CaptureLimits _limits;
    private readonly AnswerMemory _memory;
    private readonly Descriptor[] _streams;
    private readonly Descriptor? _memoryEvent;
    private readonly ulong[] _tokens = new ulong[StreamCount];
    private readonly StreamCapture _stdout;
    private readonly StreamCapture _stderr;
    private readonly ResultReader _result;

    private TaskCompletionSource<LimitAnswer>? _limited;
    private ITimer? _timer;
    private long _started;
    private long _finished;
    private bool _isOver;
    private bool _isGone;
    private bool _isUnused;

    internal Cell(Jail jail, uint id, Descriptor[] streams, IoLoop loop, CaptureLimits limits, TimeProvider time)
    {
        Jail = jail;
        Id = id;
        _loop = loop;
        _time = time;
        _limits = limits;
        _streams = streams[..StreamCount];
        _memoryEvent = streams.Length > StreamCount ? streams[StreamCount] : null;
        _memory = new AnswerMemory(limits.Budget);
        _stdout = new StreamCapture(limits.Stdout, _memory, limits.StdoutSink);
        _stderr = new StreamCapture(limits.Stderr, _memory, limits.StderrSink);
        _result = new ResultReader(limits.Output + ResultPayload.HeaderSize, _memory);
    }

    internal Jail Jail { get; }

    internal uint Id { get; }

    /// <summary>What the pool does with it.</summary>
    internal CellUse Use { get; set; }

    /// <summary>True once every process of it is gone.</summary>
    internal bool IsGone => Volatile.Read(ref _isGone);

    /// <summary>Time since the job's end was decided.</summary>
    internal TimeSpan SinceFinished => _finished == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_finished);

    /// <summary>A sink has had enough.</summary>
    private bool IsTooMuch => _stdout.IsRefused || _stderr.IsRefused;

    private TimeSpan Taken => _started == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_started, _finished);

    /// <summary>Starts watching the streams. Separate from the constructor because events may come at once.</summary>
    /// <returns>False when the kernel has no room for that; the cell is of no use then.</returns>
    internal bool TryWatch()
    {
        lock (_gate)
        {
            try
            {
                for (int slot = 0; slot < _streams.Length && !_isOver; slot++)
                {
                    _tokens[slot] = _loop.Watch(_streams[slot], this, slot);
                }

                return true;
            }
            catch (IOException)
            {
                Finish(null);
                return false;
            }
        }
    }

    /// <summary>Gives the cell another memory limit before its job.</summary>
    internal Task<LimitAnswer> LimitMemoryAsync(long bytes)
    {
        lock (_gate)
        {
            _limited = new TaskCompletionSource<LimitAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_isGone || !Jail.LimitMemory(Id, bytes))
            {
                _limited.TrySetResult(LimitAnswer.Gone);
            }

            return _limited.Task;
        }
    }

    internal void OnLimited(int errno) => _limited?.TrySetResult(errno switch
    {
        0 => LimitAnswer.Done,
        Libc.EBUSY => LimitAnswer.TooLow,
        _ => LimitAnswer.Refused,
    });

    /// <summary>Runs the cell's one job.</summary>
    /// <returns>How it ended, or null when the cell had died, or was killed, before it had taken the job: nothing ran, another cell may take it.</returns>
    internal async ValueTask<SandboxOutcome?> RunAsync(ReadOnlySequence<byte> job, TimeSpan timeout, StepClock steps, CancellationToken cancellationToken)
    {
        _started = _time.GetTimestamp();
        if (!TryDispatch(job, timeout))
        {
            Discard();
            _memory.Dispose();
            return null;
        }

        steps.Record(Step.Dispatch, _time.GetElapsedTime(_started));
        using CancellationTokenRegistration hangUp = cancellationToken.UnsafeRegister(static cell => ((Cell)cell!).OnCallerGone(), this);
        SandboxOutcome outcome = await _outcome.Task.ConfigureAwait(false);
        if (_isUnused)
        {
            _memory.Dispose();
            return null;
        }

        steps.Record(Step.Run, outcome.Duration);
        outcome = outcome.HasResult ? Check(outcome) : outcome;
        steps.Record(Step.Result, SinceFinished);
        return outcome;
    }

    /// <summary>Kills the cell unless it is over already.</summary>
    internal void Discard()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                Finish(null);
            }
        }
    }

    /// <summary>The jail has reaped the cell.</summary>
    internal void OnEnded(CellEnd end)
    {
        lock (_gate)
        {
            _isGone = true;
            _limited?.TrySetResult(end.OomKills > 0 ? LimitAnswer.TooLow : LimitAnswer.Gone);
            _door?.Abandon();
            if (!_isOver)
            {
                SandboxOutcome outcome = OutcomeOfEnd(end);
                _isUnused = outcome is { Ending: Ending.Signal, Signal: Libc.SIGKILL } && IsJobUnread;
                Finish(outcome);
            }
        }
    }

    /// <summary>The jail died and took the cell with it.</summary>
    internal void OnJailLost(string reason)
    {
        lock (_gate)
        {
            _isGone = true;
            _limited?.TrySetResult(LimitAnswer.Gone);
            _door?.Abandon();
            if (!_isOver)
            {
                Finish(new SandboxOutcome { Ending = Ending.SandboxFailed, Fault = $"the jail died under cell {Id}: {reason}" });
            }
        }
    }

    void IPollTarget.OnReady(int slot)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            if (slot == JobSlot)
            {
                OnJob();
            }
            else if (!Drain(slot))
            {
                Close(slot);
            }

            if (_memory.IsRefused && !_isOver)
            {
                Finish(s_noRoom);
            }
            else if (IsTooMuch && !_isOver)
            {
                Finish(s_tooMuch);
            }
        }
    }

    void IPollTarget.OnFault(Exception error)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                Finish(new SandboxOutcome { Ending = Ending.SandboxFailed, Fault = $"the streams of cell {Id} could not be handled: {error.Message}" });
            }
        }
    }

    private void OnJob()
    {
        if (!_unsent.IsEmpty)
        {
            SendRest();
        }

        FrameState state = _result.Read(_streams[JobSlot]);
        switch (state)
        {
            case FrameState.Incomplete:
                break;
            case FrameState.Closed:
                // Not an end: code may close what it does not know. Its exit or its time-out decides.
                Close(JobSlot);
                break;
            default:
                if (IsInDoubt())
                {
                    Close(JobSlot);
                    Jail.Kill(Id);
                    break;
                }

                Finish(OutcomeOfFrame(state));
                break;
        }
    }

    private void OnTimeout()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                Finish(new SandboxOutcome { Ending = Ending.Timeout });
            }
        }
    }

    private void OnCallerGone()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                Finish(null);
            }
        }
    }

    private SandboxOutcome OutcomeOfFrame(FrameState state) => state switch
    {
        FrameState.Complete => new SandboxOutcome { Ending = Ending.Exited, HasResult = true },
        FrameState.TooLarge => new SandboxOutcome { Ending = Ending.OutputTooLarge, OutputCapBytes = _limits.Output },
        _ => new SandboxOutcome { Ending = Ending.BrokenResult },
    };

    /// <summary>
    /// Whether the result is to wait for the cell's end. cgroup v1 kills one process of a group that is out of memory, and another may answer
    /// before the launcher has heard of it. The event comes before the kill, but it comes as well when the group of a cell that has ended is
    /// removed: only the report of the end tells which it was.
    /// </summary>
    private bool IsInDoubt() => _memoryEvent?.IsReadable == true;

    /// <summary>Reads the result once all is over: checking a large one takes a while, and the I/O thread serves every other cell.</summary>
    private SandboxOutcome Check(SandboxOutcome outcome) => ResultPayload.TryParse(_result.Payload, out ResultPayload result)
        ? outcome with { ExitCode = result.ExitCode, OutputStatus = result.Status, Output = result.Output }
        : outcome with { Ending = Ending.BrokenResult, HasResult = false };

    private SandboxOutcome OutcomeOfEnd(CellEnd end)
    {
        // The report may overtake a frame that is already in the socket.
        FrameState state = _streams[JobSlot].IsOpen ? _result.Read(_streams[JobSlot]) : _result.State;
        bool hasFrame = state is FrameState.Complete or FrameState.TooLarge or FrameState.Broken;
        if (end.OomKills > 0 && (!hasFrame || _memoryEvent is not null))
        {
            return new SandboxOutcome { Ending = Ending.Memory };
        }

        if (hasFrame)
        {
            return OutcomeOfFrame(state);
        }

        return end.BySignal
            ? new SandboxOutcome { Ending = Ending.Signal, Signal = end.Code }
            : new SandboxOutcome { Ending = Ending.Exited, ExitCode = end.Code };
    }

    /// <summary>Decides. Null: nobody waits for the outcome any more.</summary>
    private void Finish(SandboxOutcome? outcome)
    {
        _isOver = true;
        _unsent = default; // It may be memory of the caller's.
        _door?.Abandon();
        _timer?.Dispose();
        _finished = _time.GetTimestamp();
        Drain(StdoutSlot);
        Drain(StderrSlot);
        if (!_isGone)
        {
            Jail.Kill(Id);
        }

        for (int slot = 0; slot < _streams.Length; slot++)
        {
            Close(slot);
        }

        _memoryEvent?.Close();
        if (outcome is null || _memory.IsRefused)
        {
            _memory.Dispose();
        }

        if (outcome is null)
        {
            _outcome.TrySetCanceled();
        }
        else
        {
            _outcome.TrySetResult(_memory.IsRefused ? s_noRoom with { Duration = Taken } : (IsTooMuch ? s_tooMuch : outcome) with
            {
                Stdout = _stdout.ToStream(),
                Stderr = _stderr.ToStream(),
                Duration = Taken,
                Memory = _memory,
            });
        }
    }

    /// <summary>False at the end of the stream.</summary>
    private bool Drain(int slot)
    {
        if (!_streams[slot].IsOpen)
        {
            return true;
        }

        byte[] scratch = ArrayPool<byte>.Shared.Rent(ScratchSize);
        bool more = (slot == StdoutSlot ? _stdout : _stderr).Drain(_streams[slot], scratch);
        ArrayPool<byte>.Shared.Return(scratch);
        return more;
    }

    private void Close(int slot)
    {
        _loop.Forget(_tokens[slot]);
        _streams[slot].Close();
    }
}
