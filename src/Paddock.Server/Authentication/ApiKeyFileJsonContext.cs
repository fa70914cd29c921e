using System.Text.Json.Serialization;

namespace Paddock.Server.Authentication;

/// <summary>Turns <see cref="ApiKeyFile"/> into JSON and back.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ApiKeyFile))]
internal sealed partial class ApiKeyFileJsonContext : JsonSerializerContext;
