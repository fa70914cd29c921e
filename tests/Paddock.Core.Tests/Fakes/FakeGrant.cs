using Paddock.Core.Grants;

namespace Paddock.Core.Tests.Fakes;

internal sealed class FakeGrant(string id, IReadOnlyList<AllowedHost> hosts, IReadOnlyList<string> notes) : IGrant
{
    public string Id => id;

    public IReadOnlyList<AllowedHost> Hosts => hosts;

    public bool IsClosed { get; private set; }

    public IReadOnlyList<int> Ports { get; } = [443];

    public void Serve(IReadOnlyList<DoorSocket> sockets) => throw new InvalidOperationException("Nothing is served here.");

    public ValueTask<GrantReport> CloseAsync()
    {
        IsClosed = true;
        return ValueTask.FromResult(new GrantReport([], 0, notes));
    }

    public async ValueTask DisposeAsync() => await CloseAsync();
}
