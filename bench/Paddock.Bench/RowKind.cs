namespace Paddock.Bench;

/// <summary>A row that can be asked for.</summary>
/// <param name="Name">As <c>--rows</c> has it.</param>
/// <param name="What">A line for the usage.</param>
/// <param name="Length">Which runs measure it; <c>--rows</c> measures any.</param>
internal sealed record RowKind(string Name, string What, RowLength Length);
