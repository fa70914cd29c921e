using System.Diagnostics.Metrics;
using Paddock.Core.Executions;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Steps;
using Paddock.Sandbox.Tests.Fakes;
using Step = Paddock.Hostile.Tests.Fuzzing.Step;

namespace Paddock.Hostile.Tests.Jails;

/// <summary>Callers on one side of a pool, a jail that lies on the other.</summary>
internal sealed class JailWorld(PoolBench bench) : IDisposable
{
    internal static readonly PoolSettings Settings = PoolBench.Settings with { MaxQueue = 6, MaxForks = 30 };

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    private readonly List<(Task<Rental> Rent, CancellationTokenSource Caller)> _rents = [];
    private readonly List<Cell> _held = [];
    private readonly HashSet<Cell> _given = [];
    private readonly List<(Cell Cell, Task<SandboxOutcome?> Run)> _runs = [];
    private readonly List<Task<LimitAnswer>> _limits = [];
    private readonly List<Task<DoorAnswer>> _doors = [];
    private readonly List<Descriptor> _passed = [];
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Meter _meter = new("hostile");

    internal string Behaviour => string.Join(' ', _seen);

    private FakeJail Jail => bench.Jails.Last();

    public void Dispose()
    {
        _rents.ForEach(static rent => rent.Caller.Dispose());
        _meter.Dispose();
        _passed.ForEach(static descriptor => descriptor.Close());
    }

    internal async Task DoAsync(Step step)
    {
        var cell = (uint)step.Number;
        switch (step.Op)
        {
            case "up": Jail.Up(); break;
            case "ready": Jail.Ready(cell); break;
            case "ended": Jail.Ended(cell, bySignal: cell % 2 == 0, code: (int)step.Number); break;
            case "failed": Jail.Failed(cell, "a lie"); break;
            case "limited": Jail.Limited(cell, (int)step.Number % 3 * 8); break;
            case "listening": Pass(cell, step.Number % 3 == 0 ? 53 : 80, (int)step.Number % 3 == 0 ? 1 : 0); break;
            case "opened": Jail.Opened(cell, (int)step.Number % 2 * 12); break;
            case "raw": SendRaw(step); break;
            case "honest": Answer(); break;
            case "die": Jail.Die(); break;
            case "rent": Rent(); break;
            case "run": Run(step); break;
            case "limit" when _held.Count > 0 && _limits.All(static limit => limit.IsCompleted): _limits.Add(_held[^1].LimitMemoryAsync(step.Number)); break;
            case "door" when _held.Count > 0 && _doors.All(static door => door.IsCompleted): _doors.Add(_held[^1].OpenDoorAsync([80], CancellationToken.None)); break;
            case "return": ReturnOne(); break;
            case "hangup" when _rents.Count > 0: await _rents[^1].Caller.CancelAsync(); break;
            case "advance": bench.Time.Advance(TimeSpan.FromMilliseconds(step.Number)); break;
            case "frame": Inside(step)?.Job.Send(step.Data); break;
            case "print": Inside(step)?.Stdout.Send(step.Data); break;
            default: break;
        }

        await bench.Loop.PassAsync();
        await CollectAsync();
        Check();
    }

    /// <summary>The liars die. Then nothing may wait for them, nothing be counted for them, and an honest jail be used as if they had never been.</summary>
    internal async Task SettleAsync()
    {
        foreach (var jail in bench.Jails)
        {
            jail.Die();
        }

        for (var round = 0; round < 4; round++)
        {
            await bench.Loop.PassAsync();
            await CollectAsync();
            while (_held.Count > 0)
            {
                bench.Pool.Return(_held[0]);
                _held.RemoveAt(0);
            }

            // Past the queue's patience, and past a tick so that the next jail is started.
            bench.Time.Advance(Settings.QueueTimeout + TimeSpan.FromSeconds(1));
        }

        _rents.ShouldBeEmpty("a request still waits");
        _runs.ShouldBeEmpty("a run has not ended");
        _limits.ShouldAllBe(static limit => limit.IsCompleted);
        _doors.ShouldAllBe(static door => door.IsCompletedSuccessfully);
        foreach (var door in _doors)
        {
            Close(await door);
        }

        _passed.ShouldAllBe(static reader => reader.Read(new byte[1]) >= 0, "a socket of a door has leaked");
        var counts = bench.Pool.Counts;
        (counts.Ready, counts.Spawning, counts.Running, counts.Ending, counts.Waiting).ShouldBe((0, 0, 0, 0, 0), "slots have leaked");
        await RecoverAsync();
    }

    private async Task RecoverAsync()
    {
        for (var round = 0; round < 5 && bench.Pool.Counts.Ready < Settings.MinReady; round++)
        {
            Jail.Up();
            await bench.Loop.PassAsync();
            Answer();
            await bench.Loop.PassAsync();
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        bench.Pool.Counts.Ready.ShouldBeGreaterThanOrEqualTo(Settings.MinReady, "an honest jail does not fill the pool any more");
    }

    private void Check()
    {
        var counts = bench.Pool.Counts;
        counts.Ready.ShouldBeGreaterThanOrEqualTo(0);
        counts.Spawning.ShouldBeGreaterThanOrEqualTo(0);
        counts.Running.ShouldBeGreaterThanOrEqualTo(0);
        counts.Ending.ShouldBeGreaterThanOrEqualTo(0);
        (counts.Ready + counts.Spawning + counts.Running + counts.Ending).ShouldBeLessThanOrEqualTo(Settings.MaxCells);
        counts.Waiting.ShouldBeLessThanOrEqualTo(Settings.MaxQueue);
    }

    private void SendRaw(Step step)
    {
        var (reader, writer) = Kernel.Pipe();
        Jail.Send(step.Data, [.. Enumerable.Repeat(reader.Number, (int)step.Number)]);
        reader.Close();
        writer.Close();
    }

    /// <summary>Does what is asked of it.</summary>
    private void Answer()
    {
        var jail = Jail;
        foreach (var request in jail.Drain())
        {
            switch (request.Kind)
            {
                case JailRequestKind.Spawn: jail.Ready(request.Cell); break;
                case JailRequestKind.Kill: jail.Ended(request.Cell, bySignal: true, code: 9); break;
                case JailRequestKind.LimitMemory: jail.Limited(request.Cell, 0); break;
                case JailRequestKind.Open:
                    Pass(request.Cell, 80, 0);
                    Pass(request.Cell, 53, 1);
                    jail.Opened(request.Cell, 0);
                    break;
                default: break;
            }
        }
    }

    /// <summary>Passes a pipe for a socket, and keeps the end that tells whether it is still held.</summary>
    private void Pass(uint cell, int port, int kind)
    {
        var (reader, writer) = Kernel.Pipe();
        _passed.Add(reader);
        Jail.Listening(cell, port, kind, writer.Number);
        writer.Close();
    }

    private static void Close(DoorAnswer door)
    {
        foreach (var socket in door.Sockets ?? [])
        {
            socket.Handle.Dispose();
        }
    }

    private void Rent()
    {
        var caller = new CancellationTokenSource();
        _rents.Add((bench.Pool.RentAsync(caller.Token).AsTask(), caller));
    }

    private void Run(Step step)
    {
        if (_held.Count > 0)
        {
            var cell = _held[^1];
            _held.RemoveAt(_held.Count - 1);
            _runs.Add((cell, cell.RunAsync(new(new byte[1 + (step.Number * 1000)]), _timeout, new StepClock("hostile", _meter), CancellationToken.None).AsTask()));
        }
    }

    private void ReturnOne()
    {
        if (_held.Count > 0)
        {
            bench.Pool.Return(_held[^1]);
            _held.RemoveAt(_held.Count - 1);
        }
    }

    private FakeCell? Inside(Step step) => Jail.Cells.Values.OrderBy(static cell => cell.Id).ElementAtOrDefault((int)step.Number);

    private async Task CollectAsync()
    {
        foreach (var rent in _rents.Where(static rent => rent.Rent.IsCompleted).ToArray())
        {
            _rents.Remove(rent);
            rent.Caller.Dispose();
            rent.Rent.IsFaulted.ShouldBeFalse(rent.Rent.Exception?.ToString());
            if (rent.Rent.IsCompletedSuccessfully && (await rent.Rent).Cell is { } cell)
            {
                _given.Add(cell).ShouldBeTrue("a cell was given to two requests");
                _held.Add(cell);
            }

            _seen.Add($"rent:{rent.Rent.Status}:{(rent.Rent.IsCompletedSuccessfully ? (await rent.Rent).Fault?.Length > 0 : null)}");
        }

        foreach (var run in _runs.Where(static run => run.Run.IsCompleted).ToArray())
        {
            _runs.Remove(run);
            var outcome = await run.Run;
            bench.Pool.Return(run.Cell);
            _seen.Add($"run:{outcome?.Ending}:{outcome?.HasResult}:{outcome?.Stdout.DroppedBytes > 0}");
        }

        var counts = bench.Pool.Counts;
        _seen.Add($"{Math.Min(counts.Ready, 3)}{Math.Min(counts.Spawning, 2)}{Math.Min(counts.Running, 2)}{Math.Min(counts.Ending, 2)}{Math.Min(counts.Waiting, 1)}");
    }
}
