using Microsoft.Extensions.Hosting;
using Paddock.Storage.Engines;
using Paddock.Storage.MasterKeys;

namespace Paddock.Storage;

/// <summary>Opens the database before anything else of the server starts, so that a start without one ends there.</summary>
internal sealed class StorageHost(Database database, MasterKeyStart masterKeys) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await masterKeys.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
