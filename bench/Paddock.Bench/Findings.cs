namespace Paddock.Bench;

/// <summary>Everything that one run found out.</summary>
internal sealed record Findings(
    double LoadBefore,
    TimeSpan ServerStart,
    Samples Floor,
    IReadOnlyList<Measurement> Languages,
    IReadOnlyList<Measurement> Baselines,
    Measurement? Burst,
    DoorRow? Door,
    RevisionRow? Revisions,
    IReadOnlyList<StepFigure> Steps,
    Census Before,
    Census After,
    int Right,
    int Wrong,
    string? FirstWrong)
{
    public Measurement? Language(string name) => Languages.FirstOrDefault(row => row.Name == name);

    public Measurement? Baseline(string name) => Baselines.FirstOrDefault(row => row.Name == name);
}
