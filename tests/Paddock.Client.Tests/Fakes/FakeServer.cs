using System.Net;
using System.Text;

namespace Paddock.Client.Tests.Fakes;

/// <summary>Answers requests without a network, one prepared answer after the other; the last one again and again.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<SentRequest> Requests { get; } = [];

    public FakeServer Answers(HttpStatusCode status, string body, params (string Name, string Value)[] headers) =>
        Then(_ => Task.FromResult(Response(status, body, headers)));

    public FakeServer Fails(Exception error) => Then(_ => Task.FromException<HttpResponseMessage>(error));

    /// <summary>Accepts the request and says nothing until it is given up.</summary>
    public FakeServer IsSilent() => Then(static async token =>
    {
        await Task.Delay(Timeout.Infinite, token);
        throw new InvalidOperationException("never reached");
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(new SentRequest(
            request.Method,
            request.RequestUri!,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Content?.Headers.ContentType?.ToString()));
        var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        return await answer(cancellationToken);
    }

    private FakeServer Then(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    private static HttpResponseMessage Response(HttpStatusCode status, string body, (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
