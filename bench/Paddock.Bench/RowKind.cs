namespace Paddock.Bench;

/// <summary>A row that can be asked for.</summary>
/// <param name="Name">As <c>--rows</c> has it.</param>
/// <param name="What">A line for the usage.</param>
/// <param name="IsLong">Takes minutes: only <c>--all</c> and <c>--rows</c> measure it.</param>
internal sealed record RowKind(string Name, string What, bool IsLong);
