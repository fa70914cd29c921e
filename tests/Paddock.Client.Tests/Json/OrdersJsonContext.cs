using System.Text.Json.Serialization;

namespace Paddock.Client.Tests.Json;

/// <summary>What a caller's own types look like.</summary>
public sealed record Order(string Item, int Count);

/// <summary>How they are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrdersJsonContext : JsonSerializerContext;
