namespace Paddock.Sandbox.Cgroups;

/// <summary>Finds out where this machine lets us make cgroups: version 2 first, version 1 where the controllers are only there.</summary>
/// <param name="Version">2, 1, or 0 when there is no place.</param>
/// <param name="Places">One on version 2, one per controller that can be used on version 1.</param>
/// <param name="Problem">What is missing and how to mend it; null when nothing is.</param>
internal sealed record CgroupLayout(int Version, IReadOnlyList<CgroupPlace> Places, CgroupProblem? Problem)
{
    /// <summary>Runs a server in a group that systemd lets it have.</summary>
    private const string Scope = "systemd-run --user --scope -p Delegate=yes ./paddock serve";

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
        if (mount is null || own is null || HasNone(mounts, mount, files))
        {
            return null;
        }

        if (IsOutside(own))
        {
            return Problematic(2, s_controllers, Outside(own, mount));
        }

        string[] disabled = Lacking(files.Read(Path.Combine(mount.Point, "cgroup.controllers")));
        if (disabled.Length > 0)
        {
            return Problematic(2, disabled, ($"the kernel has no {string.Join(" and no ", disabled)} controller", $"boot without cgroup_disable= on the kernel's command line{(disabled.Contains("memory") ? ", and with cgroup_enable=memory" : "")}"));
        }

        // The root of the whole tree may hold processes beside groups; any other group may not, so we first step into a leaf of our own.
        string directory = files.IsWritable(mount.Point) && !files.Exists(Path.Combine(mount.Point, "cgroup.type")) ? mount.Point : mount.Below(own);
        return Use(directory, files);
    }

    private static CgroupLayout Use(string directory, ICgroupFiles files)
    {
        if (!files.IsWritable(directory))
        {
            return Problematic(2, s_controllers, ($"{directory} is not writable", $"start the server in a delegated group: {Scope}"));
        }

        string available = Path.Combine(directory, "cgroup.controllers");
        string[] withheld = files.Exists(available) ? Lacking(files.Read(available)) : [];
        if (withheld.Length > 0)
        {
            return Problematic(2, withheld, (
                $"{directory} was not given the {string.Join(" and ", withheld)} controller{(withheld.Length > 1 ? "s" : "")}",
                "sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\\nDelegate=cpu memory pids\\n' | sudo tee /etc/systemd/system/user@.service.d/paddock.conf && sudo systemctl daemon-reload, log in again, then "
                + $"{Scope}; outside of systemd write +cpu +memory +pids to cgroup.subtree_control of every group above"));
        }

        return files.EnableControllers(directory, s_controllers) is { } failure
            ? Problematic(2, s_controllers, (
                $"the controllers memory, pids and cpu cannot be enabled in {directory} ({failure})",
                "start the server in a cgroup of its own: systemd-run --scope -p Delegate=yes ./paddock serve"))
            : new CgroupLayout(2, [new("unified", directory)], null);
    }

    /// <summary>Version 1 has a tree for each controller: those that can be used are, and the others are named.</summary>
    private static CgroupLayout FromControllers(IReadOnlyList<CgroupMount> mounts, string ownGroups, ICgroupFiles files)
    {
        List<CgroupPlace> places = [];
        List<string> missing = [];
        (string What, string Mend)? first = null;
        foreach (string controller in s_controllers)
        {
            if (FromController(controller, mounts, ownGroups, files, out string directory) is { } problem)
            {
                missing.Add(controller);
                first ??= problem;
            }
            else
            {
                places.Add(new CgroupPlace(controller, directory));
            }
        }

        int version = mounts.Any(static mount => !mount.IsUnified && mount.Controllers.Intersect(s_controllers).Any()) ? 1 : 0;
        return first is null ? new CgroupLayout(1, places, null) : new CgroupLayout(version, places, new CgroupProblem(missing, first.Value.What, first.Value.Mend));
    }

    private static (string What, string Mend)? FromController(
        string controller, IReadOnlyList<CgroupMount> mounts, string ownGroups, ICgroupFiles files, out string directory)
    {
        directory = "";
        CgroupMount? mount = mounts.FirstOrDefault(mount => mount.Controllers.Contains(controller));
        string? own = OwnGroup(ownGroups, controller);
        if (mount is null || own is null)
        {
            return ($"no cgroup tree with the {controller} controller is mounted", "sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup");
        }

        if (IsOutside(own))
        {
            return Outside(own, mount);
        }

        directory = mount.Below(own);
        return files.IsWritable(directory)
            ? null
            : ($"{directory} is not writable", $"run the server as root, or once: sudo mkdir {directory}/paddock && sudo chown -R $USER {directory}/paddock, the same for the other controllers, and echo $$ into its cgroup.procs before the start");
    }

    private static CgroupLayout Problematic(int version, IReadOnlyList<string> controllers, (string What, string Mend) problem) =>
        new(version, [], new CgroupProblem(controllers, problem.What, problem.Mend));

    /// <summary>Seen from a cgroup namespace made elsewhere, our own group begins with <c>..</c>; no path below the mount leads there.</summary>
    private static bool IsOutside(string group) => group.Split('/').Contains("..");

    private static (string What, string Mend) Outside(string group, CgroupMount mount) => (
        $"the server's group {group} lies outside of what is mounted at {mount.Point}", "start the container with a cgroup namespace of its own: docker run --cgroupns=private");

    /// <summary>Version 2 is mounted beside version 1, which has the controllers.</summary>
    private static bool HasNone(IReadOnlyList<CgroupMount> mounts, CgroupMount unified, ICgroupFiles files) =>
        Lacking(files.Read(Path.Combine(unified.Point, "cgroup.controllers"))).Length > 0
        && mounts.Any(static mount => !mount.IsUnified && mount.Controllers.Intersect(s_controllers).Any());

    private static string[] Lacking(string controllers) => [.. s_controllers.Except(controllers.Split(' ', '\n'))];

    /// <summary>Our path in the tree of a controller; the empty name is version 2.</summary>
    private static string? OwnGroup(string ownGroups, string controller) => ownGroups
        .Split('\n')
        .Select(static line => line.Split(':', 3))
        .FirstOrDefault(parts => parts.Length == 3 && parts[1].Split(',').Contains(controller))?[2];
}
