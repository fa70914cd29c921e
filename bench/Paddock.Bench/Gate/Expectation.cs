using System.Globalization;
using System.Text.Json.Serialization;

namespace Paddock.Bench.Gate;

/// <summary>What one figure is expected to be, and how much worse it may be before that is a regression and no noise.</summary>
internal sealed record Expectation
{
    /// <summary>A line on what it is.</summary>
    [JsonPropertyName("what")]
    public required string What { get; init; }

    /// <summary>The figure when it was last written down.</summary>
    [JsonPropertyName("expected")]
    public required double Expected { get; init; }

    /// <summary>How much worse it may be: 1 is twice as much, or half where more is better.</summary>
    [JsonPropertyName("slack")]
    public required double Slack { get; init; }

    /// <summary><c>less</c> or <c>more</c>.</summary>
    [JsonPropertyName("better")]
    public required string Better { get; init; }

    /// <summary>The worst that is no regression.</summary>
    [JsonIgnore]
    public double Limit => LessIsBetter ? Expected * (1 + Slack) : Expected / (1 + Slack);

    private bool LessIsBetter => Better == "less";

    /// <summary>Whether a figure is clearly worse. One that could not be measured is.</summary>
    public bool IsRegression(double found) => !(LessIsBetter ? found <= Limit : found >= Limit);

    /// <summary>The better of two.</summary>
    public double BetterOf(double one, double other) => double.IsNaN(one) ? other : double.IsNaN(other) ? one : LessIsBetter ? Math.Min(one, other) : Math.Max(one, other);

    /// <summary>The limit in words.</summary>
    [JsonIgnore]
    public string LimitText => $"{(LessIsBetter ? "at most" : "at least")} {Number(Limit)}";

    /// <summary>Three digits that matter.</summary>
    public static string Number(double value) => double.IsNaN(value)
        ? "not measured"
        : value.ToString(Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
}
