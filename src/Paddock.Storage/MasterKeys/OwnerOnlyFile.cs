using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Paddock.Core;

namespace Paddock.Storage.MasterKeys;

/// <summary>A small file that is for its owner's eyes. What is written is on the disk, under its name, when a method returns.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Everybody = 0b_000_111_111;
    private const long MaxBytes = 4096;

    /// <summary>Whether there is anything of this name, a dangling link included.</summary>
    public static bool Exists(string path) => new FileInfo(path) is { } file && (file.Exists || file.LinkTarget is not null || Directory.Exists(path));

    /// <summary>Makes it, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Mode | UnixFileMode.UserExecute);
        string partial = WriteBeside(path, content);
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (Exists(path))
        {
            File.Delete(partial);
        }

        SyncFolder(path);
    }

    /// <summary>Puts new content in its place, at once.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        File.Move(WriteBeside(path, content), path, overwrite: true);
        SyncFolder(path);
    }

    /// <summary>Its content.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="StartupException">Somebody else could have read or written it.</exception>
    public static byte[] Read(string path)
    {
        using SafeFileHandle handle = Open(path, Libc.NoFollow | Libc.NonBlocking);
        FileStatus status = GetStatus(handle);
        if (!status.IsRegularFile)
        {
            throw new StartupException($"{path} is not a file; move it away, and put the key in its place");
        }

        if (status.UserId != Libc.geteuid())
        {
            throw new StartupException($"{path} belongs to the user with id {status.UserId}, who can read and change it; make it this server's with `chown {Libc.geteuid()} {path}`");
        }

        if ((status.Mode & Everybody) != 0)
        {
            throw new StartupException($"{path} can be used by others (mode {Convert.ToString(status.Mode & 0x1FF, 8)}); whoever may have read it, rotate the key afterwards: chmod 600 {path}");
        }

        if (status.Size > MaxBytes)
        {
            throw new StartupException($"{path} has {status.Size} bytes, more than keys can have; restore it from a backup");
        }

        byte[] content = new byte[status.Size];
        int length = RandomAccess.Read(handle, content, 0);
        return content[..length];
    }

    /// <summary>Holds an empty file that only one process at a time can hold.</summary>
    /// <exception cref="IOException">Another one does.</exception>
    public static IDisposable Lock(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = Mode,
    });

    private static string WriteBeside(string path, ReadOnlySpan<byte> content)
    {
        string partial = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        using FileStream file = new(partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode });
        file.Write(content);
        file.Flush(flushToDisk: true);
        return partial;
    }

    // A name is on the disk only when its folder is.
    private static void SyncFolder(string path)
    {
        using SafeFileHandle folder = Open(Path.GetDirectoryName(path)!, Libc.Directory);
        if (Libc.fsync(folder) != 0)
        {
            throw new IOException($"its folder cannot be synchronized: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private static SafeFileHandle Open(string path, int flags)
    {
        int descriptor = Libc.open(path, Libc.ReadOnly | Libc.CloseOnExec | flags);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        throw Marshal.GetLastPInvokeError() == Libc.TooManyLinks
            ? new StartupException($"{path} is a symbolic link, and whoever may change that chooses the key; put the file itself there")
            : new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    private static unsafe FileStatus GetStatus(SafeFileHandle handle)
    {
        FileStatus status;
        return Libc.statx(handle, "", Libc.EmptyPath, Libc.BasicStatus, &status) == 0 ? status : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }
}
