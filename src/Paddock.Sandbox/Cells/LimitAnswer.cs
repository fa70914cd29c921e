namespace Paddock.Sandbox.Cells;

/// <summary>What became of a new memory limit for a cell that waits.</summary>
internal enum LimitAnswer
{
    /// <summary>It holds.</summary>
    Done,

    /// <summary>The waiting interpreter already uses more.</summary>
    TooLow,

    /// <summary>The kernel would not take it.</summary>
    Refused,

    /// <summary>The cell or its jail is gone.</summary>
    Gone,
}
