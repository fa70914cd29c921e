using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>Names and their addresses, one set for each time a name is asked for; the last stays.</summary>
internal sealed class TableResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, int> _asked = new();

    internal Dictionary<string, string[][]> Names { get; } = [];

    internal int Asked(string host) => _asked.GetValueOrDefault(host);

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        int times = _asked.AddOrUpdate(host, 1, static (_, before) => before + 1);
        return !Names.TryGetValue(host, out string[][]? answers)
            ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
            : Task.FromResult<IPAddress[]>([.. answers[Math.Min(times, answers.Length) - 1].Select(IPAddress.Parse)]);
    }
}
