using System.Buffers;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Builds;

/// <summary>A folder of packages that is checked against its index. Nothing in it is followed: what is no plain file or folder is wrong.</summary>
/// <param name="root">Its path.</param>
internal sealed unsafe class PackageFolder(string root) : IDisposable
{
    private const int BufferBytes = 128 * 1024;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int PermissionMask = 0xFFF;
    private const nint OpenAt2 = 437;

    private readonly SafeFileHandle _root = new(Libc.open(root, Libc.CloseOnExec | Libc.DirectoryOnly), ownsHandle: true);

    /// <summary>Whether there is such a folder.</summary>
    internal bool Exists => !_root.IsInvalid;

    public void Dispose() => _root.Dispose();

    /// <summary>Names that are there and should not be, and folders that could be written to.</summary>
    /// <returns>Null when there are none; else the first, and what is wrong with it.</returns>
    internal string? FindStrayEntry(IReadOnlyCollection<PackageFile> files)
    {
        var folders = files.SelectMany(static file => PackagePath.FoldersOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        var paths = files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach ((string path, bool isFolder) in Entries())
        {
            string relative = Path.GetRelativePath(root, path);
            if (!(isFolder ? folders : paths).Contains(relative))
            {
                return $"{relative} does not belong to it";
            }

            if (isFolder && File.GetUnixFileMode(path) != PackageFile.FolderMode)
            {
                return $"the folder {relative} has another mode than 0555";
            }
        }

        return File.GetUnixFileMode(root) == PackageFile.FolderMode ? null : "its folder has another mode than 0555";
    }

    /// <summary>Reads one file.</summary>
    /// <returns>Null when it is as the index says; else what is wrong.</returns>
    internal string? Check(PackageFile file)
    {
        using SafeFileHandle handle = Open(file.Path);
        if (handle.IsInvalid)
        {
            return $"{file.Path} cannot be opened: {NativeError.Last("openat2").Message}";
        }

        Libc.Statx facts;
        byte empty = 0;
        if (Libc.statx((int)handle.DangerousGetHandle(), &empty, Libc.EmptyPath, Libc.StatxTypeModeSize, &facts) != 0)
        {
            return $"{file.Path}: {NativeError.Last("statx").Message}";
        }

        if ((facts.Mode & TypeMask) != RegularFile)
        {
            return $"{file.Path} is not a regular file";
        }

        if ((UnixFileMode)(facts.Mode & PermissionMask) != file.Mode)
        {
            return $"{file.Path} has another mode";
        }

        return facts.Size != (ulong)file.Size || HashOf(handle) != file.Sha256 ? $"{file.Path} has another content" : null;
    }

    private FileSystemEnumerable<(string Path, bool IsFolder)> Entries() => new(
        root,
        static (ref entry) => (entry.ToFullPath(), IsPlainFolder(ref entry)),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
    {
        ShouldRecursePredicate = static (ref entry) => IsPlainFolder(ref entry),
    };

    private static bool IsPlainFolder(ref FileSystemEntry entry) => entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0;

    private SafeFileHandle Open(string path)
    {
        byte[] name = [.. Encoding.UTF8.GetBytes(path), 0];
        // not blocking: a FIFO in the file's place would be waited for
        var how = new Libc.OpenHow
        {
            Flags = Libc.CloseOnExec | Libc.NonBlocking,
            Resolve = Libc.ResolveBeneath | Libc.ResolveNoSymlinks | Libc.ResolveNoMagicLinks,
        };
        fixed (byte* start = name)
        {
            return new SafeFileHandle(Libc.syscall(OpenAt2, _root.DangerousGetHandle(), start, &how, sizeof(Libc.OpenHow)), ownsHandle: true);
        }
    }

    private static string HashOf(SafeFileHandle handle)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long offset = 0;
        for (int count; (count = RandomAccess.Read(handle, buffer, offset)) > 0; offset += count)
        {
            hash.AppendData(buffer, 0, count);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
