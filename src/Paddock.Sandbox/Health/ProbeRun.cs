using System.Text;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Health;

/// <summary>Runs <c>paddock-jail probe</c> to its end, which it comes to by itself within seconds.</summary>
internal static unsafe class ProbeRun
{
    private const int Output = 1;
    private const int FileActionsSize = 128; // posix_spawn_file_actions_t is 80 bytes in glibc

    /// <exception cref="IOException">It could not be started.</exception>
    internal static ProbeReport Execute(string launcher, IEnumerable<string> words)
    {
        int* ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.CloseOnExec) != 0)
        {
            throw NativeError.Last("pipe2");
        }

        var ours = new Descriptor(ends[0]);
        var theirs = new Descriptor(ends[1]);
        try
        {
            int pid = Spawn(launcher, ["paddock-jail", "probe", .. words], theirs.Number);
            theirs.Close();
            string text = ReadAll(ours);
            _ = Libc.waitpid(pid, out _, 0);
            return ProbeReport.Parse(text);
        }
        finally
        {
            theirs.Close();
            ours.Close();
        }
    }

    private static string ReadAll(Descriptor descriptor)
    {
        using var text = new MemoryStream();
        Span<byte> piece = stackalloc byte[4096];
        for (int count; (count = descriptor.Read(piece)) > 0;)
        {
            text.Write(piece[..count]);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static int Spawn(string path, string[] words, int output)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\0', words) + "\0\0");
        byte* actions = stackalloc byte[FileActionsSize];
        byte** arguments = stackalloc byte*[words.Length + 1];
        byte** environment = stackalloc byte*[] { null };
        fixed (byte* start = text)
        {
            byte* next = start;
            for (int i = 0; i < words.Length; i++)
            {
                arguments[i] = next;
                next += Encoding.UTF8.GetByteCount(words[i]) + 1;
            }

            arguments[words.Length] = null;
            _ = Libc.posix_spawn_file_actions_init(actions);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, output, Output);
            int error = Libc.posix_spawn(out int pid, path, actions, null, arguments, environment);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            return error == 0 ? pid : throw NativeError.Of($"start {path}", error);
        }
    }
}
