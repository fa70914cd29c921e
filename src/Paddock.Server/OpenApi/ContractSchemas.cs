using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Runtimes;
using Paddock.Contracts.Scripts;
using Paddock.Contracts.Tools;

namespace Paddock.Server.OpenApi;

/// <summary>Turns wire types into the document's components, each with what its comments say.</summary>
internal sealed class ContractSchemas(OpenApiDocument document)
{
    /// <summary>The mark of what the original API does not have.</summary>
    public const string AdditionMark = "x-paddock-addition";

    // As the original's own document calls them.
    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["RequestFile"] = "File", ["HttpAccess"] = "HTTP", ["HttpAllow"] = "HTTPAllow", ["HttpAuth"] = "HTTPAuth", ["HttpBasicAuth"] = "HTTPBasic",
        ["HttpBearerAuth"] = "HTTPBearer", ["HttpHeaderAuth"] = "HTTPHeader", ["HttpQueryAuth"] = "HTTPQuery", ["RequestLimits"] = "Limits", ["SecretInfo"] = "Secret",
    };

    private static readonly string[] _ofFunctions = [Languages.Python, Languages.JavaScript, Languages.TypeScript];

    private readonly ContractComments _comments = ContractComments.Load();

    /// <summary>A reference to the component of <paramref name="type"/>, which is added when it is not there.</summary>
    public OpenApiSchemaReference Of(Type type)
    {
        string name = _names.GetValueOrDefault(type.Name, type.Name);
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new SortedDictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        if (!document.Components.Schemas.ContainsKey(name))
        {
            OpenApiSchema schema = new() { Description = _comments.Of(type) };
            document.AddComponent(name, schema); // first, so that a type can hold itself
            Fill(schema, type);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private void Fill(OpenApiSchema schema, Type type)
    {
        JsonDerivedTypeAttribute[] kinds = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>()];
        if (kinds.Length > 0)
        {
            FillUnion(schema, kinds);
            return;
        }

        schema.Type = JsonSchemaType.Object;
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        schema.Required = new HashSet<string>();
        if (type.BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>().FirstOrDefault(kind => kind.DerivedType == type) is { } own)
        {
            schema.Properties["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create((string)own.TypeDiscriminator!)] };
            schema.Required.Add("type");
        }

        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>() is not { } wire)
            {
                continue;
            }

            schema.Properties[wire.Name] = OfProperty(property, wire.Name);
            if (property.GetCustomAttribute<RequiredMemberAttribute>() is not null || type.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.Name == property.Name)))
            {
                schema.Required.Add(wire.Name);
            }
        }
    }

    private void FillUnion(OpenApiSchema schema, JsonDerivedTypeAttribute[] kinds)
    {
        schema.OneOf = [.. kinds.Select(kind => Of(kind.DerivedType))];
        schema.Discriminator = new OpenApiDiscriminator
        {
            PropertyName = "type",
            Mapping = kinds.ToDictionary(static kind => (string)kind.TypeDiscriminator!, kind => Of(kind.DerivedType)),
        };
    }

    private IOpenApiSchema OfProperty(PropertyInfo property, string wireName)
    {
        IOpenApiSchema schema = OfType(property.PropertyType);
        string? description = _comments.Of(property);
        bool isAddition = IsAddition(property.DeclaringType!, wireName);
        if (schema is OpenApiSchemaReference)
        {
            // Beside a reference, this version of OpenAPI lets nothing stand.
            if (!isAddition)
            {
                return schema;
            }

            schema = new OpenApiSchema { AllOf = [schema] };
        }

        OpenApiSchema plain = (OpenApiSchema)schema;
        plain.Description = description;
        plain.Enum = Values(property.DeclaringType!, wireName)?.Select(static value => (JsonNode)JsonValue.Create(value)).ToList();
        if (isAddition)
        {
            plain.Extensions = new Dictionary<string, IOpenApiExtension> { [AdditionMark] = new JsonNodeExtension(JsonValue.Create(true)) };
        }

        return plain;
    }

    private IOpenApiSchema OfType(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(JsonElement))
        {
            return new OpenApiSchema();
        }

        if (bare == typeof(DateTimeOffset))
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        }

        if (bare.IsGenericType)
        {
            IOpenApiSchema values = OfType(bare.GetGenericArguments()[^1]);
            return bare.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = values }
                : new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = values };
        }

        return Type.GetTypeCode(bare) switch
        {
            TypeCode.String => new OpenApiSchema { Type = JsonSchemaType.String },
            TypeCode.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            TypeCode.Int32 or TypeCode.Int64 => new OpenApiSchema { Type = JsonSchemaType.Integer },
            TypeCode.Double => new OpenApiSchema { Type = JsonSchemaType.Number },
            _ => Of(bare),
        };
    }

    private static IEnumerable<string>? Values(Type type, string wireName) => wireName switch
    {
        "language" when type == typeof(CreateRuntimeRequest) || type == typeof(Runtime) => [Languages.Python, Languages.JavaScript],
        "language" => type == typeof(ExecuteRequest) || type == typeof(Execution) ? ContractComments.Constants(typeof(Languages)).Cast<string>() : _ofFunctions,
        "engine" => ["wasi", "microvm", "v8"],
        "status" when type == typeof(Runtime) || type == typeof(Revision) => ContractComments.Constants(typeof(RevisionStatuses)).Cast<string>(),
        "output_status" => ContractComments.Constants(typeof(OutputStatuses)).Cast<string>(),
        "termination_reason" => ContractComments.Constants(typeof(TerminationReasons)).Cast<string>(),
        _ => null,
    };

    /// <summary>What the original's SDKs do not know. Ids of secrets they know in tools only, and not for headers; here they may stand wherever a credential may.</summary>
    private static bool IsAddition(Type type, string wireName) =>
        wireName is "termination_reason" or "network" or "build_log" or "lock_file"
        || (wireName == "secret_id" && type == typeof(HttpHeaderAuth))
        || (wireName is "files" or "limits" && type == typeof(ExecuteToolRequest));
}
