using Microsoft.Extensions.Options;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>The way out alone, for requests to <c>x.test</c> at the port of a host on loopback: the door's own port is another.</summary>
internal sealed class ExitBench : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly int _port;

    private ExitBench(UpstreamClient client, int port) => (_invoker, _port) = (client.NewInvoker(isForOperator: false), port);

    internal static ExitBench Start(IHostResolver resolver, int port, string ranges)
    {
        EgressOptions options = new() { AllowPrivateRanges = [ranges] };
        return new ExitBench(new UpstreamClient(Options.Create(options), resolver, TimeProvider.System), port);
    }

    /// <summary>What is there, or why nothing is.</summary>
    internal async Task<string> GetAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://x.test:{_port}/");
        try
        {
            using HttpResponseMessage response = await _invoker.SendAsync(request, TestContext.Current.CancellationToken).Soonest();
            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException error)
        {
            return error.InnerException?.Message ?? error.Message;
        }
    }

    public void Dispose() => _invoker.Dispose();
}
