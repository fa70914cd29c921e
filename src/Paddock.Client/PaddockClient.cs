using Paddock.Client.Http;
using Paddock.Client.Resources;

namespace Paddock.Client;

/// <summary>
/// A client of a Paddock server, or of anything else that speaks the Riza API. It has the resources and methods of the Riza SDKs:
/// <c>client.Command.ExecFuncAsync(…)</c>, <c>client.Tools.ListAsync()</c> and so on. Make one and keep it: it is safe to use from many threads at once.
/// </summary>
/// <remarks>
/// Every method throws one of the exceptions in <see cref="Errors"/>, all of which are a <see cref="Errors.PaddockException"/>, and
/// <see cref="OperationCanceledException"/> when its own token is cancelled. What user code does wrong is not an exception: it is an answer with an exit code.
/// </remarks>
public sealed class PaddockClient : IDisposable
{
    private readonly HttpClient? _ownHttp;

    /// <summary>Makes a client. Nothing is sent.</summary>
    /// <param name="options">Where the server is, the key, and how to call; null takes all from the environment and the defaults.</param>
    /// <exception cref="Errors.PaddockConfigurationException">There is no key, or the address or a setting cannot be used.</exception>
    public PaddockClient(PaddockClientOptions? options = null)
    {
        ClientSettings settings = ClientSettings.Resolve(options ?? new PaddockClientOptions());
        _ownHttp = settings.HttpClient is null ? OwnHttpClient.Create(settings.BaseUrl) : null;
        Transport transport = new(settings.HttpClient ?? _ownHttp!, settings);
        BaseUrl = settings.BaseUrl;
        Command = new CommandResource(transport);
        Tools = new ToolsResource(transport);
        Runtimes = new RuntimesResource(transport);
        Secrets = new SecretsResource(transport);
        Executions = new ExecutionsResource(transport);
    }

    /// <summary>The server that is called.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Runs code: scripts and functions.</summary>
    public CommandResource Command { get; }

    /// <summary>Stored functions that are called by their ids.</summary>
    public ToolsResource Tools { get; }

    /// <summary>Sets of packages that executions run with.</summary>
    public RuntimesResource Runtimes { get; }

    /// <summary>Values that executions use and nobody reads back.</summary>
    public SecretsResource Secrets { get; }

    /// <summary>What ran, and how it went.</summary>
    public ExecutionsResource Executions { get; }

    /// <summary>Closes the connections; not those of an <see cref="PaddockClientOptions.HttpClient"/> that was given.</summary>
    public void Dispose() => _ownHttp?.Dispose();
}
