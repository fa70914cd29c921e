namespace Paddock.Sandbox.Cgroups;

/// <summary>What <see cref="CgroupLayout"/> needs of the cgroup file systems.</summary>
internal interface ICgroupFiles
{
    /// <summary>The text of a file, or nothing when it cannot be read.</summary>
    string Read(string path);

    bool Exists(string path);

    /// <summary>Whether we may make groups in a directory.</summary>
    bool IsWritable(string directory);

    /// <summary>Enables the controllers for the groups below a version 2 directory, stepping into a leaf below it first when processes are in the way.</summary>
    /// <returns>Null, or why it failed.</returns>
    string? EnableControllers(string directory, IReadOnlyList<string> controllers);

    /// <summary>Undoes <see cref="EnableControllers"/>: disables these controllers, unless another server uses them by now, and leaves and removes the leaf, if there is one.</summary>
    void DisableControllers(string directory, IReadOnlyList<string> controllers);

    /// <summary>Where <see cref="EnableControllers"/> stepped into a leaf, and once all groups of ours are removed: gives the directory back as it was.</summary>
    void StepBack();

    /// <summary>Removes a group and the groups in it.</summary>
    /// <returns>False while a process in it is still dying.</returns>
    bool Remove(string group);

    /// <summary>Removes groups that a server which is no more left behind.</summary>
    void RemoveStale(string directory);
}
