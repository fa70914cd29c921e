namespace Paddock.Bench.Rows;

/// <summary>What a large value is made of.</summary>
internal enum LargeKind
{
    String,
    Numbers,
}
