using System.Buffers.Binary;
using System.Text;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>A cell's own ends of its streams.</summary>
internal sealed class FakeCell(uint id, Descriptor job, Descriptor stdout, Descriptor stderr)
{
    internal uint Id => id;

    internal Descriptor Job => job;

    internal Descriptor Stdout => stdout;

    internal Descriptor Stderr => stderr;

    /// <summary>A result frame.</summary>
    internal static byte[] Frame(byte status, int exitCode, string output)
    {
        byte[] json = Encoding.UTF8.GetBytes(output);
        byte[] frame = new byte[10 + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, 5 + json.Length);
        frame[4] = 2;
        frame[5] = status;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(6), exitCode);
        json.CopyTo(frame, 10);
        return frame;
    }

    internal void Answer(byte status, int exitCode, string output) => Kernel.Write(job, Frame(status, exitCode, output)).ShouldBeTrue();

    internal void Print(string text) => Kernel.Write(stdout, Encoding.UTF8.GetBytes(text)).ShouldBeTrue();

    internal void Complain(string text) => Kernel.Write(stderr, Encoding.UTF8.GetBytes(text)).ShouldBeTrue();

    /// <summary>Reads so many bytes of the job, in pieces of at most <paramref name="piece"/>.</summary>
    internal byte[] ReadJob(int length, int piece = 65536)
    {
        byte[] read = new byte[length];
        for (int at = 0; at < length;)
        {
            Kernel.AwaitReadable(job);
            int count = job.Read(read.AsSpan(at, Math.Min(piece, length - at)));
            count.ShouldBeGreaterThan(0);
            at += count;
        }

        return read;
    }

    internal void Close()
    {
        job.Close();
        stdout.Close();
        stderr.Close();
    }
}
