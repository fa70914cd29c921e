using System.Net;
using System.Net.Sockets;
using Paddock.Egress.Tests.Fakes;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Tests.Upstream;

public sealed class SystemHostResolverTests
{
    [Fact]
    public async Task Name_OfThisMachine_IsFound()
    {
        using SystemHostResolver resolver = new();

        IPAddress[] addresses = await resolver.ResolveAsync("localhost", TestContext.Current.CancellationToken).Soonest();

        addresses.ShouldNotBeEmpty();
        addresses.ShouldAllBe(static address => IPAddress.IsLoopback(address));
    }

    [Fact]
    public async Task Name_ThatIsNone_IsASocketException()
    {
        using SystemHostResolver resolver = new();

        await Should.ThrowAsync<SocketException>(resolver.ResolveAsync("no such name", TestContext.Current.CancellationToken)).Soonest();
    }

    [Fact]
    public async Task Wait_ThatIsCancelled_Ends()
    {
        using SystemHostResolver resolver = new();

        await Should.ThrowAsync<OperationCanceledException>(resolver.ResolveAsync("localhost", new CancellationToken(true))).Soonest();
    }
}
