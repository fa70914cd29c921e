using System.Collections.Concurrent;
using Paddock.Core.Grants;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>A grant of the usual ports that keeps the sockets it is given.</summary>
internal sealed class RecordingGrant : IGrant
{
    private readonly ConcurrentQueue<IReadOnlyList<DoorSocket>> _served = new();

    public IReadOnlyList<int> Ports => [80, 443];

    internal IReadOnlyCollection<IReadOnlyList<DoorSocket>> Served => _served;

    public void Serve(IReadOnlyList<DoorSocket> sockets) => _served.Enqueue(sockets);

    public ValueTask<GrantReport> CloseAsync()
    {
        foreach (DoorSocket socket in _served.SelectMany(static door => door))
        {
            socket.Handle.Dispose();
        }

        return ValueTask.FromResult(GrantReport.Empty);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();
}
