using Microsoft.Data.Sqlite;
using Paddock.Core;

namespace Paddock.Storage.Sqlite;

/// <summary>What SQLite's result codes mean to the operator (https://sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StartupException ExplainStart(string path, Exception error) => new(CodeOf(error) switch
    {
        Busy or Locked => $"{path} is locked by another process; stop that (`fuser {path}` names it), and start again",
        ReadOnly => $"{path} cannot be written; make it and its folder this user's (chown), or give another folder with --data",
        Corrupt => $"{path} is damaged; restore a backup, or save what can be read: `sqlite3 {path} .recover | sqlite3 new.db`",
        NotADatabase => $"{path} is not a SQLite database, or is damaged; restore a backup, or move it away to start with an empty one",
        Full => $"the disk of {path} is full; free some of it, or give another folder with --data",
        CannotOpen => $"{path} cannot be opened; make it and its folder this user's (chown), or give another folder with --data",
        InputOutput => $"the disk of {path} cannot be read or written ({error.Message}); look at the kernel's log (dmesg), or give another folder with --data",
        _ => $"{path} cannot be used: {error.Message}",
    }, error);

    public static StorageException Explain(string path, Exception error) => CodeOf(error) switch
    {
        Busy or Locked => new StorageException($"{path} was locked by another process for too long", isTransient: true, error),
        Full => new StorageException($"the disk of {path} is full: free some of it", isTransient: true, error),
        InputOutput or NoMemory or CannotOpen or ReadOnly => new StorageException($"{path} cannot be read or written at the moment: {error.Message}", isTransient: true, error),
        Corrupt or NotADatabase => new StorageException($"{path} is damaged: stop the server and restore a backup", error),
        _ => new StorageException($"{path}: {error.Message}", error),
    };

    private static int CodeOf(Exception error) => (error as SqliteException)?.SqliteErrorCode ?? 0;
}
