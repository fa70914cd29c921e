namespace Paddock.Client.Tests.Fakes;

/// <summary>A request as the server would have got it.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Url, IReadOnlyDictionary<string, string> Headers, string? Body, string? ContentType);
