using System.Net;

namespace Paddock.Egress.Upstream;

/// <summary>
/// The system's resolver. It blocks its thread for as long as a name server is silent, so it is called on threads of its own: on those of the pool a
/// cell that asks for slow names would hold up the whole server.
/// </summary>
internal sealed class SystemHostResolver : IHostResolver, IDisposable
{
    /// <summary>Most name queries at a time; a thread that waits costs little more than its stack.</summary>
    private const int MaxQueries = 128;

    private readonly SemaphoreSlim _free = new(MaxQueries);

    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<IPAddress[]> query = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return Dns.GetHostAddresses(host);
                }
                finally
                {
                    _free.Release();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            return await query.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more; what the query comes to is of no interest, and not unobserved.
            _ = query.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    public void Dispose() => _free.Dispose();
}
