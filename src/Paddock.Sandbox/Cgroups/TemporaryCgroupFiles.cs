namespace Paddock.Sandbox.Cgroups;

/// <summary>The cgroup file systems for somebody who only looks: what was changed on the way is put back in the end.</summary>
internal sealed class TemporaryCgroupFiles(ICgroupFiles files) : ICgroupFiles, IDisposable
{
    private readonly List<(string Directory, string[] Controllers)> _enabled = [];

    public string Read(string path) => files.Read(path);

    public bool Exists(string path) => files.Exists(path);

    public bool IsWritable(string directory) => files.IsWritable(directory);

    public bool Remove(string group) => files.Remove(group);

    /// <summary>Somebody else's leftovers are not ours to remove.</summary>
    public void RemoveStale(string directory)
    {
    }

    public string? EnableControllers(string directory, IReadOnlyList<string> controllers)
    {
        string[] before = files.Read(Path.Combine(directory, "cgroup.subtree_control")).Split(' ', '\n');
        string? failure = files.EnableControllers(directory, controllers);
        _enabled.Add((directory, [.. controllers.Except(before)]));
        return failure;
    }

    public void DisableControllers(string directory, IReadOnlyList<string> controllers) => files.DisableControllers(directory, controllers);

    public void StepBack() => files.StepBack();

    public void Dispose()
    {
        _enabled.Reverse();
        foreach ((string directory, string[] controllers) in _enabled)
        {
            files.DisableControllers(directory, controllers);
        }

        _enabled.Clear();
    }
}
