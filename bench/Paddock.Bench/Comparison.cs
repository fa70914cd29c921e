namespace Paddock.Bench;

/// <summary>What of a measured figure is held against the limit.</summary>
internal enum Comparison
{
    /// <summary>The figure itself; the baseline only stands beside it.</summary>
    Itself,

    /// <summary>How many times the baseline it is.</summary>
    TimesBaseline,

    /// <summary>How much more than the baseline it is.</summary>
    MoreThanBaseline,
}
