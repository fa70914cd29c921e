using System.Globalization;
using System.Text;
using Paddock.Core.Health;

namespace Paddock.Server.Doctor;

/// <summary>Puts findings into lines, one each, and a verdict behind them. eng/doctor.sh writes lines of the same form.</summary>
internal static class DoctorReport
{
    /// <summary>The text.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="before">Names of what was found missing before.</param>
    public static string Write(IReadOnlyList<Finding> findings, IReadOnlyList<string> before)
    {
        StringBuilder text = new();
        foreach (Finding finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{NameOf(finding.State),-8} {finding.Name,-13} {finding.Sentence.ReplaceLineEndings(" ")}\n");
        }

        return text.Append(Verdict(findings, before)).Append('\n').ToString();
    }

    private static string Verdict(IReadOnlyList<Finding> findings, IReadOnlyList<string> before)
    {
        string[] lacking = [.. before, .. Names(findings, FindingState.Lacking)];
        string[] missing = Names(findings, FindingState.Missing);
        if (lacking.Length > 0)
        {
            return $"fail: missing {string.Join(", ", [.. lacking, .. missing])}; a server cannot start without {string.Join(", ", lacking)}, with --allow-degraded neither";
        }

        if (missing.Length > 0)
        {
            return $"fail: missing {string.Join(", ", missing)}; a server refuses to start, unless --allow-degraded is given";
        }

        int weak = findings.Count(static finding => finding.State == FindingState.Weak);
        return findings.Any(static finding => finding.State == FindingState.Untried)
            ? "fail: not everything could be tried"
            : string.Create(CultureInfo.InvariantCulture, $"pass: every layer of the cage stands{(weak > 0 ? $"; {weak} could be better" : "")}");
    }

    private static string[] Names(IReadOnlyList<Finding> findings, FindingState state) => [.. findings.Where(finding => finding.State == state).Select(static finding => finding.Name).Distinct()];

    private static string NameOf(FindingState state) => state switch
    {
        FindingState.Fine => "ok",
        FindingState.Weak => "weak",
        FindingState.Untried => "untried",
        _ => "MISSING",
    };
}
