using System.Text.Json.Serialization;

namespace Paddock.Contracts.Errors;

/// <summary>The body of every answer that is not a success.</summary>
/// <param name="Code">One of <see cref="StatusCode"/>.</param>
/// <param name="Message">What went wrong and how to mend it, in English, written for the caller.</param>
public sealed record Status(
    [property: JsonPropertyName("code")] int Code,
    [property: JsonPropertyName("message")] string Message);
