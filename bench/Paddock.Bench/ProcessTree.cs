using System.Globalization;

namespace Paddock.Bench;

/// <summary>Who started whom.</summary>
internal static class ProcessTree
{
    /// <summary>Every process below one, at any depth.</summary>
    public static IReadOnlyList<int> Below(int pid)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(static id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(static pair => pair.Parent, static pair => pair.Id);
        List<int> below = [.. children[pid]];
        for (var i = 0; i < below.Count; i++)
        {
            below.AddRange(children[below[i]]);
        }

        return below;
    }

    // The fourth field of stat; the second, the name, may hold anything, so the search starts behind its bracket. 0 when it is gone.
    private static int ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
