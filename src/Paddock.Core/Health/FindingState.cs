namespace Paddock.Core.Health;

/// <summary>How something that was examined stands.</summary>
public enum FindingState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Less than there could be; the server starts all the same.</summary>
    Weak,

    /// <summary>Missing; the server starts only with <c>--allow-degraded</c>.</summary>
    Missing,

    /// <summary>Missing, and nothing can be caged without it: the server does not start at all.</summary>
    Lacking,

    /// <summary>Could not be examined, because something before it is missing.</summary>
    Untried,
}
