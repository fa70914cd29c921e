using System.Net.Http.Headers;

namespace Paddock.Client.Http;

/// <summary>One call, which may be tried several times.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, <c>/v1/…</c>.</param>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    private const string Json = "application/json";

    private static readonly MediaTypeHeaderValue _json = new(Json);

    /// <summary>The JSON to send; null sends no body.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The kind of answer that is asked for.</summary>
    public string Accept { get; init; } = Json;

    /// <summary>Seconds that the request allows its code; 0 and null leave it to the server.</summary>
    public long? ExecutionSeconds { get; init; }

    public static ApiCall Get(string path) => new(HttpMethod.Get, path);

    public static ApiCall Post(string path, byte[]? body = null) => new(HttpMethod.Post, path) { Body = body };

    public static ApiCall Delete(string path) => new(HttpMethod.Delete, path);

    /// <summary>A message for one try: a message cannot be sent twice.</summary>
    public HttpRequestMessage ToMessage(Uri baseUrl)
    {
        HttpRequestMessage message = new(Method, new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}{Path}"));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = _json;
        }

        return message;
    }
}
