namespace Paddock.Sandbox.Health;

/// <summary>What <c>paddock-jail probe</c> printed: docs/protocols/jail.md.</summary>
/// <param name="Steps">The steps that were tried, by name.</param>
internal sealed record ProbeReport(IReadOnlyDictionary<string, ProbeStep> Steps)
{
    /// <summary>What a helper of the jail complains of; the step that fails next is its own.</summary>
    private const string Complaint = "paddock-jail: ";

    internal static ProbeReport Parse(string text)
    {
        Dictionary<string, ProbeStep> steps = [];
        string complaint = "";
        foreach (string line in text.Split('\n'))
        {
            if (line.Split('\t') is [string name, string state, string detail])
            {
                steps[name] = new ProbeStep(state == "ok", state != "ok" && complaint.Length > 0 ? complaint : detail);
            }
            else if (complaint.Length == 0 && line.StartsWith(Complaint, StringComparison.Ordinal))
            {
                complaint = line[Complaint.Length..];
            }
        }

        return new ProbeReport(steps);
    }

    /// <summary>Whether the step was tried and worked.</summary>
    internal bool Works(string step) => Steps.TryGetValue(step, out ProbeStep? found) && found.Works;

    /// <summary>Of these the first that was tried and failed, with its detail.</summary>
    internal (string Step, string Detail)? FirstFailure(params ReadOnlySpan<string> steps)
    {
        foreach (string step in steps)
        {
            if (Steps.TryGetValue(step, out ProbeStep? found) && !found.Works)
            {
                return (step, found.Detail);
            }
        }

        return null;
    }

    /// <summary>Whether all of them were tried.</summary>
    internal bool Tried(params ReadOnlySpan<string> steps)
    {
        foreach (string step in steps)
        {
            if (!Steps.ContainsKey(step))
            {
                return false;
            }
        }

        return true;
    }
}
