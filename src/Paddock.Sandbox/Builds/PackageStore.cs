using System.Buffers;
using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Builds;

/// <summary>
/// The packages that builds have made: <c>KEY/packages</c> is what cells see, <c>KEY/files</c> its <see cref="PackageIndex"/> and <c>KEY/lock</c> what was resolved.
/// All of a key appears in one step, and is checked byte for byte before it is used.
/// </summary>
/// <param name="directory">Where; the store's own. Made when it is first needed.</param>
internal sealed class PackageStore(string directory)
{
    internal const string PackagesName = "packages";
    private const string IndexName = "files";
    private const string LockName = "lock";
    private const string StagingPrefix = ".staging-";
    private const int HexDigitsOfKey = 64;
    private const int HexDigitsOfStaging = 32;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The folder that is bound into cells. It is there once <see cref="VerifyAsync"/> says that it is good.</summary>
    internal string PathOf(string key) => Path.Combine(HomeOf(key), PackagesName);

    /// <summary>Whether the packages are there, with every byte that the digest stands for. Reads all of them.</summary>
    /// <returns>Null when they are; else what is wrong, in one sentence.</returns>
    internal async Task<string?> VerifyAsync(string key, string digest, CancellationToken cancellationToken)
    {
        string index = Path.Combine(HomeOf(key), IndexName);
        try
        {
            byte[] text = await File.ReadAllBytesAsync(index, cancellationToken).ConfigureAwait(false);
            return PackageIndex.DigestOf(text) == digest
                ? await Task.Run(() => VerifyFiles(PathOf(key), PackageIndex.Read(text), cancellationToken), cancellationToken).ConfigureAwait(false)
                : $"{index} is not the one that was written for these packages.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or AggregateException { InnerException: IOException or UnauthorizedAccessException })
        {
            return $"The packages in {HomeOf(key)} cannot be read: {(error as AggregateException)?.InnerException!.Message ?? error.Message}";
        }
    }

    /// <summary>An empty folder to build in, which nobody else will use. It goes with <see cref="Keep"/> or <see cref="Discard"/>, or at the next start.</summary>
    internal string Stage()
    {
        string staging = Path.Combine(directory, StagingPrefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(staging, PackagesName));
        return staging;
    }

    /// <summary>Makes what was unpacked into <c>packages</c> of a staging folder the packages of a key, in place of those that may be there.</summary>
    /// <param name="staging">From <see cref="Stage"/>.</param>
    /// <param name="key">See <see cref="BuiltPackages.Key"/>.</param>
    /// <param name="files">All files in it.</param>
    /// <param name="resolved">What was resolved.</param>
    internal BuiltPackages Keep(string staging, string key, IReadOnlyCollection<PackageFile> files, string resolved)
    {
        byte[] index = PackageIndex.Write(files);
        File.WriteAllBytes(Path.Combine(staging, IndexName), index);
        File.WriteAllText(Path.Combine(staging, LockName), resolved);
        Protect(Path.Combine(staging, PackagesName));
        string home = HomeOf(key);
        if (Directory.Exists(home))
        {
            string former = Path.Combine(directory, StagingPrefix + Guid.NewGuid().ToString("N"));
            Directory.Move(home, former);
            Discard(former);
        }

        Directory.Move(staging, home);
        return new BuiltPackages { Key = key, Digest = PackageIndex.DigestOf(index), Lock = resolved };
    }

    /// <summary>Removes a folder of this store with all that is in it, if it is there.</summary>
    internal static void Discard(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // only who may write in a folder may remove what it holds
        foreach (string inner in FoldersIn(folder).Append(folder))
        {
            File.SetUnixFileMode(inner, PackageFile.FolderMode | UnixFileMode.UserWrite);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Removes what is kept under other keys, and what builds have left behind. Nothing that this store has not named is touched.</summary>
    internal void Sweep(IReadOnlySet<string> keys)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (string folder in Directory.GetDirectories(directory))
        {
            string name = Path.GetFileName(folder);
            bool isStaging = name.StartsWith(StagingPrefix, StringComparison.Ordinal) && IsHex(name.AsSpan(StagingPrefix.Length), HexDigitsOfStaging);
            if ((isStaging || (IsHex(name, HexDigitsOfKey) && !keys.Contains(name))) && new DirectoryInfo(folder).LinkTarget is null)
            {
                Discard(folder);
            }
        }
    }

    private static bool IsHex(ReadOnlySpan<char> text, int digits) => text.Length == digits && !text.ContainsAnyExcept(s_hexDigits);

    private static void Protect(string packages)
    {
        foreach (string folder in FoldersIn(packages).Append(packages))
        {
            File.SetUnixFileMode(folder, PackageFile.FolderMode);
        }
    }

    // Links to folders are not entered: nothing of ours makes one, but what is there may not be ours any more.
    private static List<string> FoldersIn(string folder)
    {
        var found = new List<string>();
        var next = new Stack<string>([folder]);
        while (next.TryPop(out string? current))
        {
            foreach (string inner in Directory.GetDirectories(current).Where(static inner => new DirectoryInfo(inner).LinkTarget is null))
            {
                found.Add(inner);
                next.Push(inner);
            }
        }

        return found;
    }

    private static string? VerifyFiles(string packages, List<PackageFile> files, CancellationToken cancellationToken)
    {
        using var folder = new PackageFolder(packages);
        string? wrong = folder.Exists ? folder.FindStrayEntry(files) : $"{packages} is not there";
        if (wrong is null)
        {
            Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, (file, state) =>
            {
                if (folder.Check(file) is string found)
                {
                    wrong = found;
                    state.Stop();
                }
            });
        }

        return wrong is null ? null : $"The packages in {packages} have changed: {wrong}.";
    }

    private string HomeOf(string key) =>
        IsHex(key, HexDigitsOfKey) ? Path.Combine(directory, key) : throw new ArgumentException($"'{key}' is no key of packages", nameof(key));
}
