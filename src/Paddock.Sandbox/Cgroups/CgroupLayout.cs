namespace Paddock.Sandbox.Cgroups;

/// <summary>Finds out where this machine lets us make cgroups: version 2 first, version 1 where the controllers are only there.</summary>
/// <param name="Version">2, 1, or 0 when there is no place.</param>
/// <param name="Places">One on version 2, one per controller on version 1.</param>
/// <param name="Problem">What is missing and how to mend it; null when nothing is.</param>
internal sealed record CgroupLayout(int Version, IReadOnlyList<CgroupPlace> Places, string? Problem)
{
    private static readonly string[] s_controllers = ["memory", "pids", "cpu"];

    /// <summary>Reads the mounts and our own groups.</summary>
    /// <param name="mountInfo">Text of /proc/self/mountinfo.</param>
    /// <param name="ownGroups">Text of /proc/self/cgroup.</param>
    /// <param name="files">The cgroup file systems.</param>
    internal static CgroupLayout Discover(string mountInfo, string ownGroups, ICgroupFiles files)
    {
        IReadOnlyList<CgroupMount> mounts = CgroupMount.Parse(mountInfo);
        return FromUnified(mounts, ownGroups, files) ?? FromControllers(mounts, ownGroups, files);
    }

    private static CgroupLayout? FromUnified(IReadOnlyList<CgroupMount> mounts, string ownGroups, ICgroupFiles files)
    {
        CgroupMount? mount = mounts.FirstOrDefault(static mount => mount.IsUnified);
        string? own = OwnGroup(ownGroups, "");
        if (mount is null || own is null || !HasAll(files.Read(Path.Combine(mount.Point, "cgroup.controllers"))))
        {
            return null;
        }

        if (IsOutside(own))
        {
            return Outside(2, own, mount);
        }

        // The root of the whole tree may hold processes beside groups; any other group may not, so we first step into a leaf of our own.
        string directory = files.IsWritable(mount.Point) && !files.Exists(Path.Combine(mount.Point, "cgroup.type")) ? mount.Point : mount.Below(own);
        CgroupPlace[] places = [new("unified", directory)];
        if (!files.IsWritable(directory))
        {
            return Problematic(2, $"{directory} is not writable; start the server in a delegated group: systemd-run --user --scope -p Delegate=yes ./paddock serve");
        }

        return files.EnableControllers(directory, s_controllers) is { } failure
            ? Problematic(2, $"the controllers memory, pids and cpu cannot be enabled in {directory} ({failure}); start the server in a cgroup of its own: systemd-run --scope -p Delegate=yes ./paddock serve")
            : new CgroupLayout(2, places, null);
    }

    private static CgroupLayout FromControllers(IReadOnlyList<CgroupMount> mounts, string ownGroups, ICgroupFiles files)
    {
        List<CgroupPlace> places = [];
        foreach (string controller in s_controllers)
        {
            CgroupMount? mount = mounts.FirstOrDefault(mount => mount.Controllers.Contains(controller));
            string? own = OwnGroup(ownGroups, controller);
            if (mount is null || own is null)
            {
                return Problematic(0, $"no cgroup tree has the {controller} controller; mount cgroup2 at /sys/fs/cgroup");
            }

            if (IsOutside(own))
            {
                return Outside(1, own, mount);
            }

            if (!files.IsWritable(mount.Below(own)))
            {
                return Problematic(1, $"{mount.Below(own)} is not writable; run the server as root, or give it that group with chown");
            }

            places.Add(new CgroupPlace(controller, mount.Below(own)));
        }

        return new CgroupLayout(1, places, null);
    }

    private static CgroupLayout Problematic(int version, string problem) => new(version, [], problem);

    /// <summary>Seen from a cgroup namespace made elsewhere, our own group begins with <c>..</c>; no path below the mount leads there.</summary>
    private static bool IsOutside(string group) => group.Split('/').Contains("..");

    private static CgroupLayout Outside(int version, string group, CgroupMount mount) => Problematic(
        version, $"the server's group {group} lies outside of what is mounted at {mount.Point}; start the container with a cgroup namespace of its own: docker run --cgroupns=private");

    private static bool HasAll(string controllers) => s_controllers.All(controllers.Split(' ', '\n').Contains);

    /// <summary>Our path in the tree of a controller; the empty name is version 2.</summary>
    private static string? OwnGroup(string ownGroups, string controller) => ownGroups
        .Split('\n')
        .Select(static line => line.Split(':', 3))
        .FirstOrDefault(parts => parts.Length == 3 && parts[1].Split(',').Contains(controller))?[2];
}
