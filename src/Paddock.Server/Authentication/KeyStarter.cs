using Microsoft.Extensions.Options;
using Paddock.Core;
using Paddock.Server.Hosting;

namespace Paddock.Server.Authentication;

/// <summary>Loads the keys before anything listens, and refuses a start that would let others in by a key that nobody chose.</summary>
internal sealed class KeyStarter(ApiKeySource source, IOptions<ServerOptions> options) : IHostedLifecycleService
{
    /// <exception cref="StartupException">The keys cannot be used, or not for where the server is to listen.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await source.LoadAsync(cancellationToken);
        ListenAddress.ParseAll(options.Value.Urls, out IReadOnlyList<ListenAddress> addresses);
        if (!source.IsChosen && Layer.IsOn("loopback-only") && addresses.FirstOrDefault(static address => !address.IsLoopback) is { } exposed)
        {
            throw new StartupException(
                $"{exposed} can be reached from other machines, and PADDOCK_API_KEYS is not set: set it to one or more keys of your own, separated by commas, make one with ./paddock keys create, or listen on a loopback address such as http://127.0.0.1:3003");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
