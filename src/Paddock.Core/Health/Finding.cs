namespace Paddock.Core.Health;

/// <summary>What was found of one thing that the server needs.</summary>
/// <param name="Name">Stable name; for a layer of the cage the one that <c>/health</c> has.</param>
/// <param name="State">How it stands.</param>
/// <param name="What">What is there, or what is missing, in one line without a full stop.</param>
public sealed record Finding(string Name, FindingState State, string What)
{
    /// <summary>What it costs that this is not as it should be; empty when it is.</summary>
    public string Cost { get; init; } = "";

    /// <summary>The command, or else the step, that mends it; empty when nothing has to be.</summary>
    public string Mend { get; init; } = "";

    /// <summary>True when the server does not start, at least not without <c>--allow-degraded</c>.</summary>
    public bool IsFailure => State is FindingState.Missing or FindingState.Lacking or FindingState.Untried;

    /// <summary>All of it in one line.</summary>
    public string Sentence => What
        + (Cost.Length > 0 ? ". Costs: " + Cost : "")
        + (State == FindingState.Lacking ? ". Required, with --allow-degraded, too" : "")
        + (Mend.Length > 0 ? ". Mend: " + Mend : "");
}
