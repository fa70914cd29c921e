namespace Paddock.Core.Runtimes;

/// <summary>Where a revision stands. The last three are final.</summary>
public enum RevisionStatus
{
    /// <summary>Waits for its build.</summary>
    Pending,

    /// <summary>Is being built.</summary>
    Building,

    /// <summary>Can be executed on.</summary>
    Succeeded,

    /// <summary>Could not be built.</summary>
    Failed,

    /// <summary>Was given up before it was built.</summary>
    Cancelled,
}
