namespace Paddock.Sandbox.Cgroups;

/// <summary>One mounted cgroup tree, from a line of /proc/self/mountinfo.</summary>
/// <param name="Root">The directory of the tree that is visible at the mount point.</param>
/// <param name="Point">Where it is mounted.</param>
/// <param name="IsUnified">True for version 2.</param>
/// <param name="Controllers">The controllers of a version 1 tree.</param>
internal sealed record CgroupMount(string Root, string Point, bool IsUnified, IReadOnlyList<string> Controllers)
{
    private const int RootField = 3;
    private const int PointField = 4;

    internal static IReadOnlyList<CgroupMount> Parse(string mountInfo)
    {
        List<CgroupMount> mounts = [];
        foreach (string line in mountInfo.Split('\n'))
        {
            // "36 35 98:0 /root /point options optional… - type source super-options"
            string[] halves = line.Split(" - ", 2);
            string[] fields = halves[0].Split(' ');
            string[] kind = halves.Length == 2 ? halves[1].Split(' ') : [];
            if (fields.Length > PointField && kind.Length >= 3 && kind[0] is "cgroup" or "cgroup2")
            {
                mounts.Add(new CgroupMount(fields[RootField], fields[PointField], kind[0] == "cgroup2", kind[2].Split(',')));
            }
        }

        return mounts;
    }

    /// <summary>The directory of a group, given its path in the tree; inside a container the visible part begins at <see cref="Root"/>.</summary>
    internal string Below(string group)
    {
        string relative = Root != "/" && (group == Root || group.StartsWith(Root + "/", StringComparison.Ordinal)) ? group[Root.Length..] : group;
        return Path.Combine(Point, relative.TrimStart('/')).TrimEnd('/');
    }
}
