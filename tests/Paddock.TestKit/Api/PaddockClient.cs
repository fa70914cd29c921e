using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Paddock.TestKit.Hosting;

namespace Paddock.TestKit.Api;

/// <summary>A plain HTTP client of one server. It knows the wire and nothing else.</summary>
internal sealed class PaddockClient : IDisposable
{
    public const string ExecuteFunction = "/v1/execute-function";
    public const string ExecuteScript = "/v1/execute";

    private readonly HttpClient _http;
    private readonly string? _key;
    private readonly ServerOutput _output;

    public PaddockClient(Uri address, string? key, ServerOutput output)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _key = key;
        _output = output;
    }

    public Uri Address => _http.BaseAddress!;

    public Task<FunctionAnswer> ExecuteAsync(FunctionCall call, CancellationToken cancellationToken) =>
        ExecuteAsync(call.ToJson(), cancellationToken);

    public async Task<FunctionAnswer> ExecuteAsync(string body, CancellationToken cancellationToken)
    {
        var reply = await PostAsync(body, cancellationToken);
        if (reply.Status == HttpStatusCode.InternalServerError)
        {
            Assert.Fail($"{reply}\nThe server said:\n{_output.Tail()}");
        }

        return reply.Answer();
    }

    public async Task<ScriptAnswer> ExecuteAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        ApiReply reply = await PostScriptAsync(call.ToJson(), cancellationToken);
        if (reply.Status == HttpStatusCode.InternalServerError)
        {
            Assert.Fail($"{reply}\nThe server said:\n{_output.Tail()}");
        }

        return new ScriptAnswer(reply);
    }

    public Task<ApiReply> PostScriptAsync(string body, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, ExecuteScript) { Content = JsonContent(Encoding.UTF8.GetBytes(body)) }, cancellationToken);

    public Task<ApiReply> PostAsync(string body, CancellationToken cancellationToken) =>
        PostAsync(Encoding.UTF8.GetBytes(body), cancellationToken);

    public Task<ApiReply> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, ExecuteFunction) { Content = JsonContent(body) };
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Sends a request, with the client's key unless it has an Authorization header of its own.</summary>
    public async Task<ApiReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken, bool anonymous = false)
    {
        using (request)
        {
            if (!anonymous && _key is not null && !request.Headers.Contains("Authorization"))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
            }

            using var response = await _http.SendAsync(request, cancellationToken);
            return new ApiReply(
                response.StatusCode,
                response.Version,
                response.Content.Headers.ContentType?.MediaType,
                await response.Content.ReadAsStringAsync(cancellationToken),
                response.Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    public Task<ApiReply> GetAsync(string path, CancellationToken cancellationToken, bool anonymous = false) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken, anonymous);

    /// <summary>Sends JSON to any path.</summary>
    public Task<ApiReply> PostToAsync(string path, string body, CancellationToken cancellationToken) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent(Encoding.UTF8.GetBytes(body)) }, cancellationToken);

    public Task<ApiReply> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    /// <summary>Posts what makes a thing, and gives its id.</summary>
    public async Task<string> CreateAsync(string path, string body, CancellationToken cancellationToken)
    {
        var reply = await PostToAsync(path, body, cancellationToken);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        return reply.Json().GetProperty("id").GetString()!;
    }

    public async Task<HealthReport> HealthAsync(CancellationToken cancellationToken) =>
        HealthReport.From((await GetAsync("/health", cancellationToken, anonymous: true)).Json());

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await GetAsync("/health", cancellationToken, anonymous: true)).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // Nothing listens yet.
        }
    }

    public static ByteArrayContent JsonContent(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public void Dispose() => _http.Dispose();
}
