using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>Cgroup file systems made of a few texts.</summary>
internal sealed class FakeCgroupFiles : ICgroupFiles
{
    internal Dictionary<string, string> Files { get; init; } = [];

    internal HashSet<string> Writable { get; init; } = [];

    internal string? EnableFailure { get; init; }

    internal List<string> Enabled { get; } = [];

    /// <summary>So often a group is busy before it can be removed.</summary>
    internal int BusyTries { get; init; }

    internal List<string> Removed { get; } = [];

    internal List<string> Cleaned { get; } = [];

    /// <summary>How many groups had been removed when the server stepped back.</summary>
    internal List<int> SteppedBackAfter { get; } = [];

    public string Read(string path) => Files.GetValueOrDefault(path, "");

    public bool Exists(string path) => Files.ContainsKey(path);

    public bool IsWritable(string directory) => Writable.Contains(directory);

    public string? EnableControllers(string directory, IReadOnlyList<string> controllers)
    {
        Enabled.Add($"{directory}: {string.Join(' ', controllers)}");
        return EnableFailure;
    }

    public void DisableControllers(string directory, IReadOnlyList<string> controllers) => Enabled.Add($"{directory}: not {string.Join(' ', controllers)}");

    public bool Remove(string group)
    {
        Removed.Add(group);
        return Removed.Count(removed => removed == group) > BusyTries;
    }

    public void StepBack() => SteppedBackAfter.Add(Removed.Count);

    public void RemoveStale(string directory) => Cleaned.Add(directory);
}
