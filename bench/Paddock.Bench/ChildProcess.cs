using System.Runtime.InteropServices;

namespace Paddock.Bench;

/// <summary>A child started with posix_spawn: standard input from /dev/null, both outputs into one file.</summary>
internal sealed unsafe partial class ChildProcess
{
    // glibc's posix_spawn_file_actions_t has 80 bytes; room for any libc
    private const int FileActionsSize = 512;
    private const int WriteCreateTruncate = 0x1 | 0x40 | 0x200;
    private const int NoHang = 1;
    private const int Interrupted = 4;

    private int? _status;

    private ChildProcess(int pid) => Pid = pid;

    /// <summary>An environment that is the same on every machine.</summary>
    public static IReadOnlyList<string> PlainEnvironment { get; } = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/tmp"];

    public int Pid { get; }

    /// <summary>Starts the program at the absolute path <c>arguments[0]</c>.</summary>
    public static ChildProcess Start(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string outputFile)
    {
        using var argv = new NativeStrings(arguments);
        using var envp = new NativeStrings(environment);
        var actions = stackalloc byte[FileActionsSize];
        _ = FileActionsInit(actions);
        _ = FileActionsAddOpen(actions, 0, "/dev/null", 0, 0);
        _ = FileActionsAddOpen(actions, 1, outputFile, WriteCreateTruncate, 0x1A4);
        _ = FileActionsAddDup2(actions, 1, 2);
        var error = Spawn(out var pid, arguments[0], actions, null, argv.Pointer, envp.Pointer);
        _ = FileActionsDestroy(actions);
        return error == 0
            ? new ChildProcess(pid)
            : throw new BenchException($"cannot start {arguments[0]}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Waits for the end; the raw wait status, 0 when all was well.</summary>
    public int Wait()
    {
        while (_status is null)
        {
            Collect(0);
        }

        return _status.Value;
    }

    /// <summary>Whether it has ended, without waiting.</summary>
    public bool HasEnded()
    {
        if (_status is null)
        {
            Collect(NoHang);
        }

        return _status is not null;
    }

    /// <summary>Sends a signal, unless it has ended: its id may be someone else's by then.</summary>
    public void Signal(PosixSignal signal)
    {
        if (!HasEnded())
        {
            _ = Kill(Pid, signal == PosixSignal.SIGTERM ? 15 : 9);
        }
    }

    private void Collect(int options)
    {
        var result = WaitPid(Pid, out var status, options);
        if (result == Pid)
        {
            _status = status;
        }
        else if (result < 0 && Marshal.GetLastPInvokeError() != Interrupted)
        {
            throw new BenchException($"lost child {Pid}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int pid, string path, byte* fileActions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileActionsAddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int FileActionsAddDup2(byte* actions, int descriptor, int copy);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
