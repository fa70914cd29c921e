using System.Net;
using System.Text.Json;

namespace Paddock.TestKit.Api;

/// <summary>Any answer of the server, as it came.</summary>
internal sealed record ApiReply(HttpStatusCode Status, Version HttpVersion, string? ContentType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>More than any value the API lets through is nested.</summary>
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 4096 };

    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Body, _options);
        return document.RootElement.Clone();
    }

    public FunctionAnswer Answer()
    {
        Status.ShouldBe(HttpStatusCode.OK, ToString());
        ContentType.ShouldBe("application/json", ToString());
        return new FunctionAnswer(this);
    }

    /// <summary>Checks that this is a failure in the published form.</summary>
    /// <returns>The message.</returns>
    public string ShouldFail(HttpStatusCode status, int code)
    {
        Status.ShouldBe(status, ToString());
        ContentType.ShouldBe("application/json", ToString());
        var json = Json();
        json.GetProperty("code").GetInt32().ShouldBe(code, ToString());
        var message = json.GetProperty("message").GetString();
        message.ShouldNotBeNullOrWhiteSpace();
        return message;
    }

    public override string ToString() => $"HTTP {(int)Status} {(Body.Length > 4000 ? Body[..2000] + " … " + Body[^2000..] : Body)}";
}
