using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Health;

/// <summary>What the checks judge by: what was tried, and texts of the machine that tell why it failed.</summary>
/// <param name="Probe">What the jail tried.</param>
/// <param name="Cgroups">Where control groups can be made.</param>
/// <param name="Uid">The server's user id.</param>
/// <param name="Options">The sandbox's settings.</param>
internal sealed record MachineFacts(ProbeReport Probe, CgroupLayout Cgroups, uint Uid, SandboxOptions Options)
{
    /// <summary>Release of the kernel, as uname has it.</summary>
    internal string Release { get; init; } = "";

    /// <summary>Name of the processor's architecture, as uname has it.</summary>
    internal string Architecture { get; init; } = "x86_64";

    /// <summary>The files that exist of <see cref="MachineReader.Paths"/>, with their text.</summary>
    internal IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    internal bool IsRoot => Uid == 0;

    /// <summary>True when some sign of a container is there.</summary>
    internal bool IsContainer => Files.ContainsKey("/.dockerenv") || Files.ContainsKey("/run/.containerenv") || Files.ContainsKey("/run/systemd/container");

    /// <summary>The text of a file without blanks around it; empty when it is not there.</summary>
    internal string Text(string path) => Files.GetValueOrDefault(path, "").Trim();
}
