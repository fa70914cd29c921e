using Paddock.Core.Grants;

namespace Paddock.Sandbox.Cells;

/// <summary>What became of opening a cell's door.</summary>
/// <param name="Sockets">The door; null when there is none. Owned by whoever gets the answer.</param>
/// <param name="Fault">Our fault, for the log; null when there is a door, or when the cell had died before it had one.</param>
internal readonly record struct DoorAnswer(IReadOnlyList<DoorSocket>? Sockets, string? Fault);
