namespace Paddock.Sandbox.Steps;

/// <summary>The measured steps of an execution, in their order; the last three happen ahead of it.</summary>
internal enum Step
{
    /// <summary>Waiting for a ready cell.</summary>
    Queue,

    /// <summary>Opening the egress door, for a call that has a grant.</summary>
    Door,

    /// <summary>Handing the job over.</summary>
    Dispatch,

    /// <summary>From the job's dispatch to the decision how it ended.</summary>
    Run,

    /// <summary>From that decision to the checked answer.</summary>
    Result,

    /// <summary>From the decision until every process of the cell is gone.</summary>
    Reap,

    /// <summary>From asking for a cell to its process.</summary>
    Spawn,

    /// <summary>From its process to a cell that is caged and ready.</summary>
    Cage,

    /// <summary>From the moment that a pool has fewer ready cells than it wants until it has them all.</summary>
    Refill,
}
