namespace Paddock.Contracts.Runtimes;

/// <summary>The values of a revision's <c>status</c>. The first two pass; clients ask again until one of the others stands there.</summary>
public static class RevisionStatuses
{
    /// <summary>Waits for its build.</summary>
    public const string Pending = "pending";

    /// <summary>Is being built.</summary>
    public const string Building = "building";

    /// <summary>Can be executed on.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Could not be built; <c>build_log</c> says why.</summary>
    public const string Failed = "failed";

    /// <summary>Was given up before it was built.</summary>
    public const string Cancelled = "cancelled";
}
