using Paddock.Compat.Tests.Corpus;
using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Denied;

/// <summary>A server of the test build whose jails say which calls they refuse: each call with its first two arguments once.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private int _seen;

    private RecordingServer(ServerProcess server) => _server = server;

    public static async Task<RecordingServer> StartAsync(CancellationToken cancellationToken)
    {
        var switchable = Path.Combine(RepositoryRoot.Find(), "artifacts", "switchable");
        var settings = new ServerSettings
        {
            Command = ["dotnet", Path.Combine(switchable, "server", "Paddock.Server.dll")],
            StartBound = TimeSpan.FromMinutes(2),
            Environment = new Dictionary<string, string>
            {
                ["PADDOCK_RECORD"] = "1",
                ["Paddock__Sandbox__RuntimesDirectory"] = Path.Combine(CompatServer.Artifacts, "switchable"),
                ["Paddock__Sandbox__NativeDirectory"] = Path.Combine(switchable, "native"),
            },
        };
        return new RecordingServer(await ServerProcess.StartAsync(settings, cancellationToken));
    }

    /// <summary>What was refused since the last time. A jail writes its line before the call goes on, so an answer comes after its lines.</summary>
    public IReadOnlyList<DeniedCall> TakeDenied()
    {
        var lines = _server.Output.Lines;
        var calls = lines.Skip(_seen).Select(DeniedCall.FromLine).OfType<DeniedCall>().ToList();
        _seen = lines.Count;
        return calls;
    }

    public async Task RunAsync(CorpusCase one, CancellationToken cancellationToken) => await _server.Client.ExecuteAsync(one.Call(), cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
