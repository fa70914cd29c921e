namespace Paddock.Server.Hosting;

/// <summary>The memory of this process.</summary>
internal interface IProcessHeap
{
    /// <summary>Bytes that were ever asked for.</summary>
    long Allocated { get; }

    /// <summary>Bytes of memory that the process takes.</summary>
    long Resident { get; }

    /// <summary>Collects all that is unused and gives it back to the system; everything waits.</summary>
    void Collect();
}
