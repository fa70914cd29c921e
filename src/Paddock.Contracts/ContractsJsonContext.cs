using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Health;

namespace Paddock.Contracts;

/// <summary>The one place that turns wire types into JSON and back. Unknown members are ignored, nulls are left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExecuteFunctionRequest))]
[JsonSerializable(typeof(ExecuteFunctionResponse))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(Status))]
public sealed partial class ContractsJsonContext : JsonSerializerContext
{
    /// <summary>The same, escaping only what JSON wants escaped: what it writes goes to a JSON parser or a person, never into HTML.</summary>
    public static ContractsJsonContext Relaxed { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
