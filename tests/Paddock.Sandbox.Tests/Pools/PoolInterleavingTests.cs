using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Pools;

/// <summary>Everything that can happen to a pool, in an order that a seed decides, while its I/O thread runs free.</summary>
public sealed class PoolInterleavingTests
{
    private const int Steps = 3000;

    // Nobody is answered by the queue's time-out: a lost request would wait for ever and be seen.
    private static readonly PoolSettings s_settings = PoolBench.Settings with { MaxQueue = 12, MaxForks = 60, QueueTimeout = TimeSpan.FromDays(10) };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Events_InAnyOrder_LoseNoRequestAndNoCell(int seed)
    {
        await using var bench = new PoolBench(s_settings);
        var world = new World(bench, new Random(seed));
        for (int step = 0; step < Steps; step++)
        {
            await world.StepAsync();
            world.Check();
        }

        await world.SettleAsync();
        PoolCounts counts = bench.Pool.Counts;
        (counts.Running, counts.Ending, counts.Spawning, counts.Waiting).ShouldBe((0, 0, 0, 0));
        counts.Ready.ShouldBeGreaterThanOrEqualTo(s_settings.MinReady);

        Task stop = bench.Pool.DisposeAsync().AsTask();
        world.DieAll();
        await stop.Soonest();
        bench.Pool.Counts.ShouldBe(new PoolCounts(0, 0, 0, 0, 0));
    }

    private sealed class World(PoolBench bench, Random random)
    {
        private readonly List<(Task<Rental> Rent, CancellationTokenSource Caller)> _rents = [];
        private readonly List<Cell> _held = [];
        private readonly HashSet<Cell> _seen = [];
        private readonly HashSet<FakeJail> _up = [];
        private readonly Dictionary<FakeJail, List<uint>> _asked = [];
        private readonly Dictionary<FakeJail, List<uint>> _killed = [];

        internal async Task StepAsync()
        {
            switch (random.Next(100))
            {
                case < 22: Rent(); break;
                case < 40: Return(); break;
                case < 70: Answer(); break;
                case < 72: Fail(); break;
                case < 75: EndOne(); break;
                case < 82: HangUp(); break;
                case < 88: EndKilled(); break;
                case < 94: bench.Time.Advance(TimeSpan.FromMilliseconds(random.Next(400))); break;
                case < 96: WarmUp(); break;
                case < 97 when random.Next(4) == 0: LoseTemplate(); break;
                case < 98 when random.Next(4) == 0: Pick([.. bench.Jails])?.Die(); break;
                default: await bench.Loop.PassAsync(); break;
            }

            Listen();
            Collect();
        }

        internal void Check()
        {
            PoolCounts counts = bench.Pool.Counts;
            counts.Ready.ShouldBeGreaterThanOrEqualTo(0);
            counts.Spawning.ShouldBeInRange(0, 6);
            counts.Running.ShouldBeInRange(_held.Count, _held.Count + _rents.Count);
            counts.Ending.ShouldBeGreaterThanOrEqualTo(0);
            (counts.Ready + counts.Spawning + counts.Running + counts.Ending).ShouldBeInRange(0, s_settings.MaxCells);
            counts.Waiting.ShouldBeLessThanOrEqualTo(s_settings.MaxQueue);
        }

        /// <summary>No more mishaps: every request is served, every cell ends, and the pool fills up again.</summary>
        internal async Task SettleAsync()
        {
            for (int round = 0; round < 300; round++)
            {
                bench.Time.Advance(TimeSpan.FromMilliseconds(300));
                WarmUp();
                Listen();
                while (_asked.Values.Any(static ids => ids.Count > 0))
                {
                    Answer();
                }

                while (_held.Count > 0)
                {
                    Return();
                }

                Listen();
                EndKilled();
                await bench.Loop.PassAsync();
                foreach ((Task<Rental> rent, _) in _rents.Where(static rent => rent.Rent.IsCanceled).ToArray())
                {
                    await Should.ThrowAsync<OperationCanceledException>(rent);
                }

                Collect();
            }

            _rents.Count.ShouldBe(0, "a request was lost");
            _held.Count.ShouldBe(0);
        }

        internal void DieAll()
        {
            foreach (FakeJail jail in bench.Jails)
            {
                jail.Die();
            }
        }

        private void Rent()
        {
            var caller = new CancellationTokenSource();
            _rents.Add((bench.Pool.RentAsync(caller.Token).AsTask(), caller));
        }

        private void Collect()
        {
            foreach ((Task<Rental> rent, CancellationTokenSource caller) entry in _rents.Where(static rent => rent.Rent.IsCompleted).ToArray())
            {
                _rents.Remove(entry);
                entry.caller.Dispose();
                entry.rent.IsFaulted.ShouldBeFalse();
                if (entry.rent.IsCompletedSuccessfully && entry.rent.Result.Cell is { } cell)
                {
                    _seen.Add(cell).ShouldBeTrue("a cell was given to two requests");
                    _held.Add(cell);
                }
            }
        }

        private void Return()
        {
            if (Pick(_held) is { } cell)
            {
                _held.Remove(cell);
                bench.Pool.Return(cell);
            }
        }

        private void HangUp()
        {
            if (_rents.Count > 0)
            {
                _rents[random.Next(_rents.Count)].Caller.Cancel();
            }
        }

        private void WarmUp()
        {
            foreach (FakeJail jail in bench.Jails.Where(_up.Add))
            {
                jail.Up();
            }
        }

        private void Answer()
        {
            if (TakeFrom(_asked) is var (jail, id))
            {
                jail.Ready(id);
            }
        }

        private void Fail()
        {
            if (TakeFrom(_asked) is not var (jail, id))
            {
                return;
            }

            // Both are ways in which the real jail reports it.
            if (random.Next(2) == 0)
            {
                jail.Failed(id, "by chance");
            }

            jail.Ended(id, bySignal: true, code: 9);
        }

        private void EndOne()
        {
            if (Pick([.. bench.Jails.Where(static jail => jail.Cells.Count > 0)]) is { } jail)
            {
                jail.Ended(Pick([.. jail.Cells.Values])!.Id, code: 1);
            }
        }

        private void EndKilled()
        {
            while (TakeFrom(_killed) is var (jail, id))
            {
                if (jail.Cells.ContainsKey(id))
                {
                    jail.Ended(id, bySignal: true, code: 9);
                }
            }
        }

        private void LoseTemplate()
        {
            if (Pick([.. _up]) is { } jail)
            {
                jail.Failed(0, "the template died by chance");
            }
        }

        /// <summary>Takes what the pool asks of its jails. A jail that is gone forgets everything.</summary>
        private void Listen()
        {
            foreach (FakeJail jail in bench.Jails)
            {
                foreach (JailRequest request in jail.Drain())
                {
                    Of(request.Kind == JailRequestKind.Spawn ? _asked : _killed, jail).Add(request.Cell);
                }

                if (jail.Exited.IsCompleted)
                {
                    Of(_asked, jail).Clear();
                    Of(_killed, jail).Clear();
                }
            }
        }

        private (FakeJail Jail, uint Id)? TakeFrom(Dictionary<FakeJail, List<uint>> ids)
        {
            if (Pick([.. ids.Where(static entry => entry.Value.Count > 0).Select(static entry => entry.Key)]) is not { } jail)
            {
                return null;
            }

            uint id = ids[jail][0];
            ids[jail].RemoveAt(0);
            return (jail, id);
        }

        private static List<uint> Of(Dictionary<FakeJail, List<uint>> ids, FakeJail jail)
        {
            if (!ids.TryGetValue(jail, out List<uint>? list))
            {
                ids[jail] = list = [];
            }

            return list;
        }

        private T? Pick<T>(List<T> items)
            where T : class => items.Count == 0 ? null : items[random.Next(items.Count)];
    }
}
