using System.Text;
using Paddock.Core;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Jails;

/// <summary>
/// The launcher's outer process. Started with posix_spawn, because <c>Process</c> cannot hand a socket to its child; never through a shell.
/// </summary>
internal sealed unsafe class JailProcess : IJailProcess, IPollTarget
{
    private const int SocketInChild = 3;
    private const int FileActionsSize = 128; // posix_spawn_file_actions_t is 80 bytes in glibc

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IoLoop _loop;
    private readonly int _pid;
    private readonly Descriptor _pidfd;
    private ulong _token;
    private bool _isReaped;

    private JailProcess(IoLoop loop, int pid)
    {
        _loop = loop;
        _pid = pid;
        _pidfd = new Descriptor(Libc.pidfd_open(pid, 0));
    }

    public Task Exited => _exited.Task;

    /// <summary>Starts the launcher with one end of a new socket pair as its descriptor 3.</summary>
    /// <returns>The process and our end.</returns>
    /// <exception cref="IOException">The launcher could not be started.</exception>
    internal static (JailProcess Process, Descriptor Socket) Start(string path, IoLoop loop)
    {
        int* ends = stackalloc int[2];
        if (Libc.socketpair(Libc.UnixDomain, Libc.SequencedPackets | Libc.CloseOnExec, 0, ends) != 0)
        {
            throw NativeError.Last("socketpair");
        }

        var ours = new Descriptor(ends[0]);
        var theirs = new Descriptor(ends[1]);
        try
        {
            var process = new JailProcess(loop, Spawn(path, theirs.Number));
            process.Watch();
            return (process, ours);
        }
        catch
        {
            ours.Close();
            throw;
        }
        finally
        {
            theirs.Close();
        }
    }

    public void Kill()
    {
        // Under the lock: once reaped, the number may be somebody else's.
        lock (_gate)
        {
            if (!_isReaped)
            {
                _ = Libc.kill(_pid, Libc.SigKill);
            }
        }
    }

    void IPollTarget.OnReady(int slot) => Reap();

    void IPollTarget.OnFault(Exception error) => Reap();

    private void Watch()
    {
        try
        {
            lock (_gate)
            {
                _token = _pidfd.IsOpen ? _loop.Watch(_pidfd, this, 0) : throw NativeError.Last("pidfd_open");
            }
        }
        catch
        {
            Kill();
            Reap();
            throw;
        }
    }

    private void Reap()
    {
        lock (_gate)
        {
            _loop.Forget(_token);
            _pidfd.Close();
            if (!_isReaped)
            {
                _ = Libc.waitpid(_pid, out _, 0);
                _isReaped = true;
            }
        }

        _exited.TrySetResult();
    }

    private static int Spawn(string path, int socket)
    {
        byte* actions = stackalloc byte[FileActionsSize];
        // One block of words that each end with NUL; the jail's environment is empty, but for tests of single layers.
        string[] variables = Layer.JailEnvironment;
        byte[] words = Encoding.UTF8.GetBytes(string.Concat(variables.Prepend("paddock-jail").Select(static word => word + '\0')));
        fixed (byte* next = words)
        {
            byte** arguments = stackalloc byte*[] { next, null };
            byte** environment = stackalloc byte*[variables.Length + 1];
            byte* word = next;
            for (int i = 0; i < variables.Length; i++)
            {
                word += Encoding.UTF8.GetByteCount(i == 0 ? "paddock-jail" : variables[i - 1]) + 1;
                environment[i] = word;
            }

            environment[variables.Length] = null;
            _ = Libc.posix_spawn_file_actions_init(actions);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, socket, SocketInChild);
            int error = Libc.posix_spawn(out int pid, path, actions, null, arguments, environment);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            return error == 0 ? pid : throw NativeError.Of($"start {path}", error);
        }
    }
}
