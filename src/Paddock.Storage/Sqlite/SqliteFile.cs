using Paddock.Core;

namespace Paddock.Storage.Sqlite;

/// <summary>The file itself, before SQLite opens it.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file, readable by the owner only, and its folder, if they are not there. SQLite gives the files beside it the same mode.</summary>
    /// <exception cref="StartupException">It cannot be made.</exception>
    public static void Create(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            if (!File.Exists(path))
            {
                CreateEmpty(path, folder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"cannot make {path}: {error.Message.TrimEnd('.')}; make the folder this user's (chown), or give another with --data", error);
        }
    }

    // Never opened under its own name: closing any descriptor of a file gives up all of the process's locks on it, and SQLite's are of that kind.
    private static void CreateEmpty(string path, string folder)
    {
        string partial = Path.Combine(folder, $".{Path.GetRandomFileName()}");
        new FileStream(partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
    }
}
