using System.Globalization;
using System.Text;

namespace Paddock.Bench;

/// <summary>Reads the server's <c>/metrics</c>.</summary>
internal static class ServerMetrics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the server allocates for a request of <paramref name="load"/>, which is sent one after the other; NaN when none was answered.</summary>
    public static double BytesARequest(BenchServer server, LoadGenerator load, TimeSpan duration, CancellationToken cancellationToken)
    {
        // asking allocates, too, and as much each time
        var first = Allocated(server);
        var before = Allocated(server);
        var count = load.OneByOne(duration, cancellationToken).Count;
        return count == 0 ? double.NaN : (Allocated(server) - before - (before - first)) / count;
    }

    /// <summary>The value of a metric without labels in Prometheus's text format; NaN when it is not there.</summary>
    public static double Find(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal))
        .Select(line => double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture))
        .DefaultIfEmpty(double.NaN)
        .First();

    private static double Allocated(BenchServer server) => server.Call("GET", "/metrics", "", Patience, out var answer) == 200
        ? Find(Encoding.UTF8.GetString(answer), "dotnet_gc_allocated_bytes_total")
        : throw new BenchException("the server does not tell its metrics");
}
