namespace Paddock.Server.Hosting;

/// <inheritdoc/>
internal sealed class ProcessHeap : IProcessHeap
{
    public long Allocated => GC.GetTotalAllocatedBytes();

    public long Resident => Environment.WorkingSet;

    public void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
