using Paddock.Hostile.Tests.Cells;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Hostile.Tests.Http;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests;

/// <summary>The product's server, from outside and from within a cell. When it has stopped, nothing of it is left (the fixture's own check).</summary>
public sealed class LiveTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Http_AnythingSent_IsAnsweredAsHttpAndTheContractDemand() => UnharmedAsync(new WireTarget(fixture.Server), Shares.Http, 6);

    [Fact]
    public Task Cell_ThatWritesAnythingAnywhere_GetsAVerdict() => UnharmedAsync(new LiveCellTarget(fixture.Server), Shares.LiveCells, 6);

    private async Task UnharmedAsync(IFuzzTarget target, double share, int workers)
    {
        var watch = await ServerWatch.StartAsync(fixture.Server, Cancellation);
        await new FuzzRun(target).RunAsync(share, workers, Cancellation);
        await watch.AssertUnharmedAsync(Cancellation);
    }
}
