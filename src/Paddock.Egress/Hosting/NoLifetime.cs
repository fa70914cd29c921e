using Microsoft.Extensions.Hosting;

namespace Paddock.Egress.Hosting;

/// <summary>Leaves signals to the process: the host inside stops when the one around it says so.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
