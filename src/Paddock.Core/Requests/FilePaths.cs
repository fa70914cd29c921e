using System.Text;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for one path, and for all paths together.</summary>
internal static class FilePaths
{
    // PATH_MAX without /mnt/req/ in front and the NUL at the end.
    private const int MaxPathBytes = 4096 - 9 - 1;

    // NAME_MAX.
    private const int MaxSegmentBytes = 255;

    // Deeper than any project's own tree; a runner makes and removes them one by one.
    private const int MaxSegments = 64;

    // Each costs one of the 8,192 inodes of the scratch, which the files and the code itself need too.
    private const int MaxDirectories = 2000;

    /// <summary>The rule that <paramref name="path"/> breaks, or null.</summary>
    public static string? Check(string path)
    {
        if (path.Length == 0)
        {
            return "must not be empty";
        }

        if (path[0] == '/')
        {
            return "must be relative; it stands under /mnt/req";
        }

        if (path.Any(char.IsControl))
        {
            return "must not contain control characters";
        }

        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
        {
            return $"must not be longer than {MaxPathBytes} bytes";
        }

        int segments = path.AsSpan().Count('/') + 1;
        if (segments > MaxSegments)
        {
            return $"has {segments} segments, but at most {MaxSegments} are allowed";
        }

        foreach (Range range in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = path.AsSpan(range);
            if (segment is "" or "." or "..")
            {
                return "must not have an empty, . or .. segment";
            }

            if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes)
            {
                return $"must not have a segment of more than {MaxSegmentBytes} bytes";
            }
        }

        return null;
    }

    /// <summary>Refuses two files with one path, a file where another needs a directory, and too many directories.</summary>
    public static Rejection? CheckTogether(IReadOnlyList<InputFile> files)
    {
        int[] order = [.. Enumerable.Range(0, files.Count)];
        Array.Sort(order, (a, b) => Compare(files[a].Path, files[b].Path) is int difference and not 0 ? difference : a.CompareTo(b));
        int directories = order.Length == 0 ? 0 : files[order[0]].Path.AsSpan().Count('/');
        for (int i = 1; i < order.Length; i++)
        {
            string former = files[order[i - 1]].Path;
            string latter = files[order[i]].Path;
            if (former == latter)
            {
                return Rejection.Invalid($"files[{order[i]}].path {Show.Text(latter)} is the path of files[{order[i - 1]}] too; send each path once");
            }

            if (latter.StartsWith(former, StringComparison.Ordinal) && latter[former.Length] == '/')
            {
                return Rejection.Invalid($"files[{order[i]}].path {Show.Text(latter)} needs a directory where files[{order[i - 1]}] is a file");
            }

            // All that lies in one directory stands together, so those that begin beyond the common part are new.
            directories += latter.AsSpan(former.AsSpan().CommonPrefixLength(latter)).Count('/');
        }

        return directories > MaxDirectories
            ? Rejection.Invalid($"files need {directories} directories, but at most {MaxDirectories} are allowed; nest them less")
            : null;
    }

    /// <summary>Ordinal order with / before all else, so that whatever lies below a path follows right after it.</summary>
    private static int Compare(string a, string b)
    {
        int common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length - b.Length;
        }

        return Rank(a[common]) - Rank(b[common]);

        static int Rank(char c) => c == '/' ? 0 : c;
    }
}
