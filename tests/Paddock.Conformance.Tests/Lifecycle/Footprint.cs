using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>What a server holds of its machine.</summary>
/// <param name="Processes">The server's descendants.</param>
/// <param name="ServerDescriptors">Open file descriptors of the server.</param>
/// <param name="JailDescriptors">Open file descriptors of its jails, together.</param>
/// <param name="Cgroups">Control group directories.</param>
/// <param name="Mounts">Mounts that the server's own namespace shows.</param>
/// <param name="DataFiles">Entries of the data directory.</param>
internal sealed record Footprint(int Processes, int ServerDescriptors, int JailDescriptors, int Cgroups, int Mounts, int DataFiles)
{
    public static Footprint Of(ServerProcess server)
    {
        var pid = server.ServerPid();
        var processes = ProcessTable.DescendantsOf(pid);
        return new Footprint(
            processes.Count,
            ProcessTable.CountDescriptors(pid),
            server.Jails().Sum(jail => ProcessTable.CountDescriptors(jail.Pid)),
            TestKit.Hosting.Cgroups.OfServer(pid).Count,
            ProcessTable.CountMounts(pid),
            Directory.GetFileSystemEntries(server.DataDirectory, "*", SearchOption.AllDirectories).Length);
    }

    public bool IsWithin(Footprint other) =>
        Processes <= other.Processes && ServerDescriptors <= other.ServerDescriptors && JailDescriptors <= other.JailDescriptors
        && Cgroups <= other.Cgroups && Mounts <= other.Mounts && DataFiles <= other.DataFiles;
}
