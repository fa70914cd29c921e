using Paddock.Sandbox.Cells;

namespace Paddock.Sandbox.Pools;

/// <summary>The answer to a request for a cell: a cell, or why there is none.</summary>
/// <param name="Cell">The cell; null when there is none.</param>
/// <param name="Fault">Our fault, for the log; null when the pool is merely full.</param>
internal readonly record struct Rental(Cell? Cell, string? Fault);
