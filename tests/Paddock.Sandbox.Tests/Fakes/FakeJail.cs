using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>
/// The other end of a real <see cref="Jail"/>: speaks docs/protocols/jail.md over a real socket, and does nothing by itself. It ends, like the real
/// one, when it sees its socket closed.
/// </summary>
internal sealed class FakeJail : IJailProcess
{
    internal static readonly CaptureLimits Limits = new(1000, 1000, 10_000, new AnswerBudget(long.MaxValue));

    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<uint, FakeCell> _cells = [];
    private readonly ConcurrentBag<FakeCell> _replaced = [];
    private readonly Descriptor _socket;

    private FakeJail(Descriptor socket) => _socket = socket;

    public Task Exited => _exited.Task;

    internal bool WasKilled { get; private set; }

    internal byte[] Launch { get; private set; } = [];

    internal Jail Jail { get; private set; } = null!;

    internal IReadOnlyDictionary<uint, FakeCell> Cells => _cells;

    internal static FakeJail Start(IJailOwner owner, IoLoop loop, TimeProvider time, CaptureLimits? limits = null)
    {
        (Descriptor ours, Descriptor theirs) = Kernel.Pair(Libc.SequencedPackets);
        var fake = new FakeJail(theirs);
        fake.Jail = Jail.Attach(fake, ours, new LaunchDescription().Add("uid", 0), [], owner, loop, limits ?? Limits, time);
        fake.Launch = fake.Receive();
        return fake;
    }

    public void Kill()
    {
        if (!_exited.Task.IsCompleted)
        {
            WasKilled = true;
            Die();
        }
    }

    /// <summary>Waits for the next request.</summary>
    internal JailRequest Next() => JailRequest.Parse(Receive());

    /// <summary>Waits for so many requests to spawn.</summary>
    internal uint[] NextSpawns(int count)
    {
        uint[] ids = new uint[count];
        for (int i = 0; i < count; i++)
        {
            JailRequest request = Next();
            request.Kind.ShouldBe(JailRequestKind.Spawn);
            ids[i] = request.Cell;
        }

        return ids;
    }

    /// <summary>Takes the requests that are there now; at the server's end it dies.</summary>
    internal List<JailRequest> Drain()
    {
        List<JailRequest> requests = [];
        while (_socket.IsOpen && _socket.IsReadable)
        {
            byte[] message = Receive();
            if (message.Length == 0)
            {
                Die();
                break;
            }

            requests.Add(JailRequest.Parse(message));
        }

        return requests;
    }

    /// <summary>Waits until the server has closed the socket, and dies of it.</summary>
    internal void AwaitStop()
    {
        while (_socket.IsOpen && Receive().Length > 0)
        {
        }

        Die();
    }

    internal void Up(int landlock = 6) => Report(JailReportKind.Up, 0, landlock, 2);

    /// <param name="id">The cell's number.</param>
    /// <param name="memoryEvent">What cgroup v1 tells of memory; it stays the caller's.</param>
    internal FakeCell Ready(uint id, Descriptor? memoryEvent = null)
    {
        (Descriptor job, Descriptor ownJob) = Kernel.Pair(Kernel.Stream);
        (Descriptor stdout, Descriptor ownStdout) = Kernel.Pipe();
        (Descriptor stderr, Descriptor ownStderr) = Kernel.Pipe();
        var cell = new FakeCell(id, ownJob, ownStdout, ownStderr);
        if (_cells.TryRemove(id, out FakeCell? before))
        {
            _replaced.Add(before); // The number was taken: whoever looks after the first still has it.
        }

        _cells[id] = cell;
        int[] streams = [job.Number, stdout.Number, stderr.Number];
        Report(JailReportKind.Ready, id, passed: memoryEvent is null ? streams : [.. streams, memoryEvent.Number], x: 1_000_000, y: 2_000_000);
        job.Close();
        stdout.Close();
        stderr.Close();
        return cell;
    }

    internal void Ended(uint id, bool bySignal = false, int code = 0, ulong oomKills = 0)
    {
        if (_cells.TryRemove(id, out FakeCell? cell))
        {
            cell.Close();
        }

        Report(JailReportKind.Ended, id, bySignal ? 1 : 0, code, oomKills);
    }

    internal void Failed(uint id, string reason) => Report(JailReportKind.Failed, id, text: reason);

    internal void Limited(uint id, int errno) => Report(JailReportKind.Limited, id, 0, errno);

    /// <summary>Passes descriptors as a socket of a cell's door; they stay the caller's.</summary>
    internal void Listening(uint id, int port, int kind, params ReadOnlySpan<int> passed) => Report(JailReportKind.Listening, id, port, kind, passed: passed);

    internal void Opened(uint id, int errno) => Report(JailReportKind.Opened, id, 0, errno);

    /// <summary>The launcher is killed, and with it all its cells.</summary>
    internal void Die()
    {
        foreach (FakeCell cell in _cells.Values.Concat(_replaced))
        {
            cell.Close();
        }

        _socket.Close();
        _exited.TrySetResult();
    }

    internal void Report(
        JailReportKind kind, uint cell, int a = 0, int b = 0, ulong x = 0, ulong y = 0, string text = "", ReadOnlySpan<int> passed = default)
    {
        byte[] message = new byte[JailReport.Size];
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)kind);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), cell);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), a);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), b);
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(16), x);
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(24), y);
        Encoding.UTF8.GetBytes(text, message.AsSpan(32));
        Send(message, passed);
    }

    internal void Send(byte[] message, ReadOnlySpan<int> passed = default) => Kernel.SendPacket(_socket, message, passed);

    private byte[] Receive()
    {
        byte[] buffer = new byte[65536];
        Kernel.AwaitReadable(_socket);
        return buffer[.._socket.Read(buffer)];
    }
}
