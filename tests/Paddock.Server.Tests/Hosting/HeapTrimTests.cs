using Paddock.Server.Hosting;

namespace Paddock.Server.Tests.Hosting;

public sealed class HeapTrimTests : IDisposable
{
    private const long MiB = 1024 * 1024;

    private readonly FakeHeap _heap = new() { Resident = 120 * MiB };
    private readonly HeapTrim _trim;

    public HeapTrimTests() => _trim = new HeapTrim(_heap, TimeProvider.System);

    public void Dispose() => _trim.Dispose();

    [Fact]
    public void Heap_ThatLargeBodiesHaveSwollen_IsCollectedWhenTheyAreOver()
    {
        _heap.Use(HeapTrim.Quiet, 600 * MiB);
        _trim.Look();
        _heap.Collections.ShouldBe(0, "they are still at it");

        _trim.Look();
        _heap.Collections.ShouldBe(1);
        _heap.Resident = 300 * MiB;
        _trim.Look();
        _heap.Collections.ShouldBe(2, "pools let go bit by bit");

        _heap.Resident = 140 * MiB;
        _trim.Look();
        _heap.Collections.ShouldBe(2, "it is what it was");
    }

    [Fact]
    public void Heap_ThatIsInUse_IsLeftAloneAfterAFewTries()
    {
        _heap.Resident = 600 * MiB;
        for (int i = 0; i < 20; i++)
        {
            _trim.Look();
        }

        _heap.Collections.ShouldBe(HeapTrim.MaxCollections);
    }

    [Fact]
    public void Heap_ThatIsInUseBetweenLargeBodies_IsLeftAloneAfterAFewTries()
    {
        for (int i = 0; i < 100; i++)
        {
            _heap.Use(i % 2 == 0 ? HeapTrim.Quiet : 0, 600 * MiB);
            _trim.Look();
        }

        _heap.Collections.ShouldBe(HeapTrim.MaxCollections);
    }

    [Fact]
    public void Heap_OfSmallExecutions_IsNeverCollected()
    {
        for (int i = 0; i < 20; i++)
        {
            _heap.Use(40 * MiB, (120 + i) * MiB);
            _trim.Look();
        }

        _heap.Collections.ShouldBe(0);
    }

    private sealed class FakeHeap : IProcessHeap
    {
        public long Allocated { get; private set; }

        public long Resident { get; set; }

        public int Collections { get; private set; }

        public void Collect() => Collections++;

        public void Use(long allocated, long resident)
        {
            Allocated += allocated;
            Resident = resident;
        }
    }
}
