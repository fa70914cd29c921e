using Paddock.Sandbox.Io;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>Waits until the loop has delivered all that was ready when it was asked.</summary>
internal static class LoopBarrier
{
    /// <remarks>The loop takes up to 128 events a round: after the second signal, whatever was ready before the first has had its turn.</remarks>
    internal static async Task PassAsync(this IoLoop loop)
    {
        for (int round = 0; round < 2; round++)
        {
            var signal = new Signal();
            (Descriptor reader, Descriptor writer) = Kernel.Pipe();
            signal.Token = loop.Watch(reader, signal, 0);
            writer.Close();
            await signal.Task.Soonest();
            loop.Forget(signal.Token);
            reader.Close();
        }
    }

    private sealed class Signal : TaskCompletionSource, IPollTarget
    {
        internal Signal()
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
        }

        internal ulong Token { get; set; }

        public void OnReady(int slot) => TrySetResult();

        public void OnFault(Exception error) => TrySetException(error);
    }
}
