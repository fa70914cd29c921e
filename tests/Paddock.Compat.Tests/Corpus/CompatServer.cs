using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Corpus;

/// <summary>The product's server, on file systems that hold the packages of the corpus. <c>eng/compat.sh</c> builds them.</summary>
public sealed class CompatServer : IAsyncLifetime
{
    private ServerProcess? _server;

    internal static string Artifacts { get; } = Path.Combine(RepositoryRoot.Find(), "artifacts", "compat");

    internal PaddockClient Client => (_server ?? throw new InvalidOperationException("The server has not been started.")).Client;

    /// <summary>The answers of the corpus, each asked for once.</summary>
    internal CorpusRun Run { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var runtimes = Path.Combine(Artifacts, "runtimes");
        Directory.Exists(Path.Combine(runtimes, "python", "root")).ShouldBeTrue($"there is nothing in {runtimes}: run this suite through ./paddock test compat");
        _server = await ServerProcess.StartAsync(
            new ServerSettings
            {
                StartBound = TimeSpan.FromMinutes(4),
                Environment = new Dictionary<string, string> { ["Paddock__Sandbox__RuntimesDirectory"] = runtimes },
            },
            CancellationToken.None);
        Run = new CorpusRun(_server.Client);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
