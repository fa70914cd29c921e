using System.Net;
using System.Text;

namespace Paddock.Cli.Tests.Fakes;

/// <summary>A server without a network: one prepared answer after the other, the last one again and again.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly Queue<(HttpStatusCode Status, string Body)> _answers = new();

    /// <summary>Method, path and body of each request.</summary>
    public List<(string Method, string Path, string? Body)> Requests { get; } = [];

    /// <summary>The Authorization headers.</summary>
    public List<string?> Keys { get; } = [];

    /// <summary>Hears how many requests there were, before the last one is answered.</summary>
    public Action<int> Asked { get; set; } = static _ => { };

    public FakeApi Answers(string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers.Enqueue((status, body));
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.PathAndQuery, body));
        Keys.Add(request.Headers.Authorization?.ToString());
        Asked(Requests.Count);
        var (status, answer) = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        HttpResponseMessage response = new(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        response.Headers.Add("x-should-retry", "false");
        return response;
    }
}
