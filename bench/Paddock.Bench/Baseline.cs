namespace Paddock.Bench;

/// <summary>What stands beside a measured figure: a floor, or what it is compared with. In the unit of the figure, measured in the same run.</summary>
/// <param name="Name">Short, for a column.</param>
/// <param name="Value">NaN: not measured here.</param>
internal readonly record struct Baseline(string Name, double Value);
