using System.Globalization;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Cgroups;

/// <summary>The real cgroup file systems.</summary>
internal sealed class CgroupFiles : ICgroupFiles
{
    /// <summary>Every group of ours begins with this and the server's process id: <c>paddock-123-python-1</c>.</summary>
    internal const string Prefix = "paddock-";

    private const int MayWrite = 2;

    /// <summary>Where we stepped into a leaf, and for which controllers.</summary>
    private (string Directory, IReadOnlyList<string> Controllers)? _stepped;

    public string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public bool Exists(string path) => File.Exists(path);

    public bool IsWritable(string directory) => Libc.access(directory, MayWrite) == 0;

    public string? EnableControllers(string directory, IReadOnlyList<string> controllers)
    {
        string wanted = string.Join(' ', controllers.Select(static name => "+" + name));
        if (TryWrite(Path.Combine(directory, "cgroup.subtree_control"), wanted) is null)
        {
            return null;
        }

        if (StepInto(Leaf(directory)) is { } failure)
        {
            return failure;
        }

        _stepped = (directory, controllers);
        return TryWrite(Path.Combine(directory, "cgroup.subtree_control"), wanted);
    }

    public void DisableControllers(string directory, IReadOnlyList<string> controllers)
    {
        if (controllers.Count > 0 && !IsUsedByOthers(directory))
        {
            _ = TryWrite(Path.Combine(directory, "cgroup.subtree_control"), string.Join(' ', controllers.Select(static name => "-" + name)));
        }

        string leaf = Leaf(directory);
        if (Directory.Exists(leaf) && TryWrite(Path.Combine(directory, "cgroup.procs"), "0") is null)
        {
            Remove(leaf);
        }
    }

    public void StepBack()
    {
        // The kernel lets processes into a group only while it hands no controllers down. What fails here is swept by the next start.
        if (_stepped is var (directory, controllers))
        {
            _stepped = null;
            DisableControllers(directory, controllers);
        }
    }

    public void RemoveStale(string directory)
    {
        foreach (string group in Directory.EnumerateDirectories(directory, Prefix + "*"))
        {
            string process = Path.GetFileName(group)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && !Directory.Exists($"/proc/{pid}"))
            {
                Remove(group);
            }
        }
    }

    public bool Remove(string group)
    {
        try
        {
            foreach (string child in Directory.Exists(group) ? Directory.EnumerateDirectories(group) : [])
            {
                Directory.Delete(child, recursive: false);
            }

            Directory.Delete(group, recursive: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A server that has started meanwhile counts on the controllers.</summary>
    private static bool IsUsedByOthers(string directory) =>
        Directory.EnumerateDirectories(directory, Prefix + "*").Any(group => group != Leaf(directory));

    private static string Leaf(string directory) => Path.Combine(directory, $"{Prefix}{Environment.ProcessId}-server");

    private static string? StepInto(string leaf)
    {
        try
        {
            Directory.CreateDirectory(leaf);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }

        return TryWrite(Path.Combine(leaf, "cgroup.procs"), "0");
    }

    private static string? TryWrite(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }
}
