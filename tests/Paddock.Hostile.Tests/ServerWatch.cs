using System.Globalization;
using System.Text.RegularExpressions;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests;

/// <summary>What a server has before a run, and has to have again afterwards.</summary>
internal sealed partial class ServerWatch
{
    /// <summary>What the resident size may grow to at its peak: a few bodies and answers, the runtime's own pools, and a machine that collects late.</summary>
    private const long PeakMiB = 1024;

    private static readonly TimeSpan _settleBound = TimeSpan.FromSeconds(60);

    private readonly ServerProcess _server;
    private readonly int _pid;
    private readonly int _descriptors;
    private readonly int _lines;

    private ServerWatch(ServerProcess server)
    {
        _server = server;
        _pid = server.ServerPid();
        _descriptors = ProcessTable.CountDescriptors(_pid);
        _lines = server.Output.Lines.Count;
    }

    public static async Task<ServerWatch> StartAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        await WorksAsync(server, cancellationToken);
        return new ServerWatch(server);
    }

    /// <summary>Healthy, as quick as before, nothing held, nothing said that a log should not hold.</summary>
    public async Task AssertUnharmedAsync(CancellationToken cancellationToken)
    {
        await WorksAsync(_server, cancellationToken);
        _server.ServerPid().ShouldBe(_pid, "it is another process");
        await _server.BusyAsync(0, 0, cancellationToken);
        _server.Output.Lines.Skip(_lines).Where(static line => Complaint().IsMatch(line)).ShouldBeEmpty();

        // Ready cells come and go with demand: each has three descriptors in the server, and its groups.
        await Eventually.HoldsAsync(
            () => ProcessTable.CountDescriptors(_pid) <= _descriptors + 120,
            _settleBound,
            () => $"{ProcessTable.CountDescriptors(_pid)} descriptors are open; there were {_descriptors}",
            cancellationToken);
        var peak = MiB("VmHWM");
        Console.WriteLine($"server: resident {MiB("VmRSS")} MiB, at its peak {peak} MiB; {ProcessTable.CountDescriptors(_pid)} descriptors, {_descriptors} before");
        peak.ShouldBeLessThan(PeakMiB);
    }

    private static async Task WorksAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        (await server.Client.IsReadyAsync(cancellationToken)).ShouldBeTrue(server.Output.Tail());
        foreach (var (language, code) in new[] { ("python", "def execute(input): return input"), ("javascript", "function execute(input) { return input }") })
        {
            (await server.Client.ExecuteAsync(new FunctionCall(language, code) { Input = "[1]" }, cancellationToken)).ShouldBeValid("[1]");
        }
    }

    private long MiB(string line) => (ProcessTable.TryReadText($"/proc/{_pid}/status") ?? "").Split('\n')
        .Where(text => text.StartsWith(line + ":", StringComparison.Ordinal))
        .Select(static text => long.Parse(text.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024)
        .FirstOrDefault();

    [GeneratedRegex(@"(^|Z )(fail|crit):|Unhandled exception|runtime error:|AddressSanitizer")]
    private static partial Regex Complaint();
}
