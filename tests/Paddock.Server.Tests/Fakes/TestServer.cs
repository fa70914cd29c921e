using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Server.Hosting;

namespace Paddock.Server.Tests.Fakes;

/// <summary>The whole server on a free loopback port, with a fake sandbox behind it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Key = "riza_test_key";

    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;
    private bool _isDisposed;

    private TestServer(WebApplication app, DirectoryInfo data, FakeSandbox sandbox, FakePackageBuilder builder, CollectedLogs logs)
    {
        _app = app;
        _data = data;
        Sandbox = sandbox;
        Builder = builder;
        Logs = logs;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public FakeSandbox Sandbox { get; }

    public FakePackageBuilder Builder { get; }

    public CollectedLogs Logs { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Every path that is mapped, with its method.</summary>
    public IEnumerable<(string Method, string Path)> Routes =>
        from endpoint in _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, endpoint.RoutePattern.RawText!);

    public static async Task<TestServer> StartAsync(params (string Key, string Value)[] settings)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("paddock-server-");
        Dictionary<string, string?> all = new()
        {
            ["Paddock:Server:DataDirectory"] = data.FullName,
            ["Paddock:Server:Urls"] = "http://127.0.0.1:0",
            ["PADDOCK_API_KEYS"] = Key,
            ["Logging:LogLevel:Default"] = "Debug",
            ["Runtimes:MaxConcurrentBuilds"] = "1",
        };
        foreach ((string key, string value) in settings)
        {
            all[key] = value;
        }

        FakeSandbox sandbox = new();
        FakePackageBuilder packages = new();
        CollectedLogs logs = new();
        StartupLogFilter startup = new();
        WebApplication app = PaddockApplication.Build(all, startup, builder =>
        {
            builder.Services.AddSingleton<ISandbox>(sandbox);
            builder.Services.AddSingleton<IPackageBuilder>(packages);
            builder.Logging.ClearProviders().AddProvider(logs);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        startup.Complete();
        return new TestServer(app, data, sandbox, packages, logs);
    }

    /// <summary>Waits until every revision is built, or cannot be before the builder is told what comes of the build that it is at.</summary>
    public async Task SettleAsync()
    {
        IRuntimeStore store = _app.Services.GetRequiredService<IRuntimeStore>();
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        async Task<bool> IsEmptyAsync(RevisionStatus status) => (await store.ListByStatusAsync(status, bound.Token)).Count == 0;
        while (!Builder.IsWaiting && !(await IsEmptyAsync(RevisionStatus.Pending) && await IsEmptyAsync(RevisionStatus.Building)))
        {
            await Task.Delay(5, bound.Token);
        }
    }

    public Task<HttpResponseMessage> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body));

    public Task<HttpResponseMessage> PostAsync(byte[] body) =>
        Client.PostAsync("/v1/execute-function", new ByteArrayContent(body), TestContext.Current.CancellationToken);

    /// <summary>Sends to any path, and returns the status and the body.</summary>
    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Posts and returns the status and the body.</summary>
    public async Task<(int Status, string Body)> CallAsync(string body)
    {
        using HttpResponseMessage response = await PostAsync(body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A bare connection, for what HttpClient would not send.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends raw bytes and returns all that comes back until the server closes; so ask it to.</summary>
    public async Task<string> ExchangeAsync(string request)
    {
        await using NetworkStream stream = await ConnectAsync();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Stops it; the second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        Client.Dispose();
        using CancellationTokenSource bound = new(TimeSpan.FromSeconds(5));
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
        _data.Refresh();
        if (_data.Exists)
        {
            _data.Delete(recursive: true);
        }
    }
}
