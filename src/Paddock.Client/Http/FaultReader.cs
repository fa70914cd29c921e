using System.Text;
using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Contracts.Errors;

namespace Paddock.Client.Http;

/// <summary>Reads what an answer that is not a success says, whoever gave it.</summary>
internal static class FaultReader
{
    // enough to tell whose page it is
    private const int ShownCharacters = 300;

    public static ApiFault Read(HttpResponseMessage response, byte[] body, TimeSpan? retryAfter)
    {
        Status? status = ReadStatus(body);
        string? message = string.IsNullOrEmpty(status?.Message) ? ReadText(body) : status.Message;
        if (response.Headers.Location is { } location)
        {
            message = $"the server sends callers on to {location}: give that as the base URL, if it is the same server";
        }

        return new ApiFault((int)response.StatusCode, status?.Code, message, ReadHeaders(response), retryAfter);
    }

    private static Status? ReadStatus(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Context.Status);
        }
        catch (JsonException)
        {
            return null; // a proxy's page, say
        }
    }

    private static string? ReadText(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body).Trim();
        return text.Length switch
        {
            0 => null,
            <= ShownCharacters => text,
            _ => $"{text[..ShownCharacters]}…",
        };
    }

    private static Dictionary<string, string> ReadHeaders(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name] = string.Join(", ", values);
        }

        return headers;
    }
}
