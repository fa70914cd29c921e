using System.Globalization;
using Paddock.Core.Health;
using Paddock.Sandbox.Jails;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>The user ids that cells run under.</summary>
internal sealed class UidCheck : ICheck
{
    internal const string Name = "uids";

    public Finding Examine(MachineFacts facts)
    {
        if (!facts.IsRoot)
        {
            return new Finding(Name, FindingState.Fine, string.Create(CultureInfo.InvariantCulture, $"an ordinary user: cells run under uid {facts.Uid} in user namespaces of their own"));
        }

        int first = facts.Options.FirstUid;
        int last = first + UidOffsets.First + UidOffsets.Count - 1;
        string range = string.Create(CultureInfo.InvariantCulture, $"{first} to {last}");
        if (facts.Probe.FirstFailure("user-namespace", "ids") is (_, { } detail) && detail.StartsWith("become uid", StringComparison.Ordinal))
        {
            return new Finding(Name, FindingState.Lacking, $"the uids {range} cannot be taken: {detail}; /proc/self/uid_map has {Ranges(facts)}")
            {
                Cost = "cells would run as root",
                Mend = "set --Paddock:Sandbox:FirstUid to 1,024 uids in a row of that map, or start the server outside of the container",
            };
        }

        return Owner(facts, first, last) is { } owner
            ? new Finding(Name, FindingState.Weak, $"the uids {range} of cells also belong to {owner}")
            {
                Cost = "a hole in every other layer would give a cell those files and processes",
                Mend = "set --Paddock:Sandbox:FirstUid to 1,024 uids in a row that nobody has",
            }
            : new Finding(Name, FindingState.Fine, $"root: cells run under the uids {range}, which nobody else has");
    }

    private static string Ranges(MachineFacts facts) => string.Join("; ", facts.Text("/proc/self/uid_map").Split('\n')
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static fields => fields.Length == 3)
        .Select(static fields => $"{fields[2]} from {fields[0]}"));

    private static string? Owner(MachineFacts facts, int first, int last)
    {
        string? account = facts.Text("/etc/passwd").Split('\n').Select(static line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && long.TryParse(fields[2], out long uid) && uid >= first && uid <= last)?[0];
        string? owner = facts.Text("/etc/subuid").Split('\n').Select(static line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length == 3 && long.TryParse(fields[1], out long from) && long.TryParse(fields[2], out long count) && from <= last && from + count > first)?[0];
        return account is not null ? $"the account {account}" : owner is not null ? $"{owner} by /etc/subuid" : null;
    }
}
