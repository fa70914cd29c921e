using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Io;

public sealed class IoLoopTests : IDisposable
{
    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task Target_OfAReadyDescriptor_IsCalledWithItsSlot()
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        var slots = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Watch(reader, new Target(slot => { reader.Read(new byte[10]); slots.TrySetResult(slot); }), 7);
        Kernel.Write(writer, "x"u8);

        (await slots.Task.Soonest()).ShouldBe(7);
        reader.Close();
        writer.Close();
    }

    [Fact]
    public async Task Target_ThatThrows_IsGivenUpAndTheOthersGoOn()
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        int calls = 0;
        var fault = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Watch(reader, new Target(_ => { calls++; throw new InvalidOperationException("boom"); }) { Fault = fault }, 0);
        Kernel.Write(writer, "x"u8);

        (await fault.Task.Soonest()).Message.ShouldBe("boom");
        await _loop.PassAsync();
        calls.ShouldBe(1);
        reader.Close();
        writer.Close();
    }

    [Fact]
    public async Task Target_ThatThrowsAgainOnTheWayOut_StopsNobody()
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        _loop.Watch(reader, new Target(static _ => throw new InvalidOperationException("boom")), 0);
        Kernel.Write(writer, "x"u8);

        await _loop.PassAsync();
        reader.Close();
        writer.Close();
    }

    [Fact]
    public void Watch_OfAClosedDescriptor_Throws()
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        reader.Close();
        writer.Close();
        Should.Throw<IOException>(() => _loop.Watch(reader, new Target(static _ => { }), 0)).Message.ShouldStartWith("epoll_ctl: ");
    }

    [Fact]
    public async Task Event_OfADescriptorClosedInTheSameRound_ReachesNobodyWhoGotItsNumber()
    {
        (Descriptor first, Descriptor firstWriter) = Kernel.Pipe();
        (Descriptor second, Descriptor secondWriter) = Kernel.Pipe();
        (Descriptor spare, Descriptor heirWriter) = Kernel.Pipe();
        int stale = 0;
        int early = 0;
        ulong secondToken = 0;
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Both events are in one round: the loop waits in the gate until both are ready.
        (Descriptor gate, Descriptor gateWriter) = Kernel.Pipe();
        using var open = new ManualResetEventSlim();
        _loop.Watch(gate, new Target(_ => { open.Wait(Soon.Patience); gate.Close(); }), 0);
        Kernel.Write(gateWriter, "x"u8);
        _loop.Watch(first, new Target(_ =>
        {
            first.Close();
            _loop.Forget(secondToken);

            // Closes the second and gives its number to the spare pipe, with no moment for another thread to take it.
            Kernel.Replace(second, spare);
            _loop.Watch(second, new Target(_ => early++), 0);
            closed.TrySetResult();
        }), 0);
        secondToken = _loop.Watch(second, new Target(_ => stale++), 0);
        Kernel.Write(firstWriter, "x"u8);
        Kernel.Write(secondWriter, "x"u8);
        open.Set();

        await closed.Task.Soonest();
        await _loop.PassAsync();
        (stale, early).ShouldBe((0, 0));
        foreach (Descriptor descriptor in new[] { second, spare, firstWriter, secondWriter, gateWriter, heirWriter })
        {
            descriptor.Close();
        }
    }

    [Fact]
    public void Dispose_Twice_IsFine()
    {
        var loop = new IoLoop(NullLogger<IoLoop>.Instance);
        loop.Dispose();
        loop.Dispose();
    }

    private sealed class Target(Action<int> ready) : IPollTarget
    {
        internal TaskCompletionSource<Exception>? Fault { get; init; }

        public void OnReady(int slot) => ready(slot);

        public void OnFault(Exception error)
        {
            if (Fault is null)
            {
                throw error;
            }

            Fault.TrySetResult(error);
        }
    }
}
