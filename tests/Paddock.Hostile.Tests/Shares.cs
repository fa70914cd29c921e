namespace Paddock.Hostile.Tests;

/// <summary>How the seconds are divided: a third for each barrier, and most of that for the way through the real thing.</summary>
internal static class Shares
{
    public const double Http = 0.26;
    public const double Body = 0.07;
    public const double LiveCells = 0.25;
    public const double Frames = 0.08;
    public const double Jails = 0.14;
    public const double Native = 0.20;
}
