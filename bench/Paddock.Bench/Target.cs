using System.Globalization;

namespace Paddock.Bench;

/// <summary>One promised figure beside the one measured and its baseline. NaN measured: it could not be measured here.</summary>
/// <param name="Row">The row that it belongs to.</param>
/// <param name="What">What was measured, in a few words.</param>
/// <param name="Measured">The figure as measured.</param>
/// <param name="Unit">Of the figure and its baseline; of the limit too, but for <see cref="Comparison.TimesBaseline"/>.</param>
/// <param name="Limit">What was promised of <see cref="Found"/>.</param>
internal sealed record Target(string Row, string What, double Measured, string Unit, double Limit)
{
    /// <summary>Whether the limit is the least, not the most.</summary>
    public bool AtLeast { get; init; }

    /// <summary>What is held against the limit.</summary>
    public Comparison Compared { get; init; } = Comparison.Itself;

    /// <summary>The floor, or what is compared with; null where there is none.</summary>
    public Baseline? Beside { get; init; }

    /// <summary>The measured figure over its baseline; NaN without one.</summary>
    public double Ratio => Beside is { } beside ? Measured / beside.Value : double.NaN;

    /// <summary>What is held against the limit.</summary>
    public double Found => Compared switch
    {
        Comparison.TimesBaseline => Ratio,
        Comparison.MoreThanBaseline => Measured - (Beside?.Value ?? double.NaN),
        _ => Measured,
    };

    public string Verdict => double.IsNaN(Found) ? "not measured" : (AtLeast ? Found >= Limit : Found <= Limit) ? "met" : "MISSED";

    public string LimitText => string.Create(
        CultureInfo.InvariantCulture,
        $"{(AtLeast ? "≥" : "≤")} {(Compared == Comparison.MoreThanBaseline ? "+ " : "")}{Limit:0.###} {(Compared == Comparison.TimesBaseline ? "×" : Unit)}").TrimEnd();
}
