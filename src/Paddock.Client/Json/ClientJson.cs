using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Contracts;

namespace Paddock.Client.Json;

/// <summary>How this library writes and reads wire types.</summary>
internal static class ClientJson
{
    /// <summary>Levels that a value may be nested: more than a server lets through.</summary>
    public const int MaxDepth = 4096;

    public static ContractsJsonContext Context { get; } = new(new JsonSerializerOptions
    {
        // another server may say the kind of an execution's details after the details
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new VerbatimJsonConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    });
}
