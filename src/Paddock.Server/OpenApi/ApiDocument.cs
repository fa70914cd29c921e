using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Paddock.Contracts.Errors;

namespace Paddock.Server.OpenApi;

/// <summary>The OpenAPI document: <see cref="ApiOperations"/> and the wire types, put together.</summary>
internal static class ApiDocument
{
    private const string Json = "application/json";
    private const string Text = "text/plain";
    private const string KeyScheme = "bearerHttpAuthentication";

    /// <summary>Makes it; the same each time.</summary>
    public static OpenApiDocument Create()
    {
        OpenApiDocument document = new()
        {
            Info = new OpenApiInfo
            {
                Title = "Paddock",
                Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
                Description = $"Runs code that nobody has read, each call in a kernel cage of its own. A drop-in for the Riza API: what that does not have is marked `{ContractSchemas.AdditionMark}`.",
            },
            Servers = [new OpenApiServer { Url = "/" }],
            Paths = [],
        };
        document.AddComponent(KeyScheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        document.Tags = new HashSet<OpenApiTag>();
        ContractSchemas schemas = new(document);
        foreach (ApiOperation operation in ApiOperations.All)
        {
            if (!document.Tags.Any(tag => tag.Name == operation.Tag))
            {
                document.Tags.Add(new OpenApiTag { Name = operation.Tag });
            }

            if (!document.Paths.TryGetValue(operation.Path, out IOpenApiPathItem? path))
            {
                document.Paths[operation.Path] = path = new OpenApiPathItem { Operations = [] };
            }

            path.Operations![new HttpMethod(operation.Method)] = Describe(operation, document, schemas);
        }

        return document;
    }

    private static OpenApiOperation Describe(ApiOperation operation, OpenApiDocument document, ContractSchemas schemas)
    {
        OpenApiOperation described = new()
        {
            OperationId = operation.Id,
            Summary = operation.Summary,
            Description = operation.Description,
            Tags = new HashSet<OpenApiTagReference> { new(operation.Tag, document) },
            Parameters = Parameters(operation),
            RequestBody = operation.Request is null ? null : new OpenApiRequestBody
            {
                Required = true,
                Content = Content(schemas.Of(operation.Request), operation.Example?.Request),
            },
            Responses = Responses(operation, schemas),
            Security = operation.NeedsKey ? null : [],
        };
        if (operation.IsAddition)
        {
            described.Extensions = new Dictionary<string, IOpenApiExtension> { [ContractSchemas.AdditionMark] = new JsonNodeExtension(JsonValue.Create(true)) };
        }

        return described;
    }

    private static List<IOpenApiParameter>? Parameters(ApiOperation operation)
    {
        List<IOpenApiParameter> parameters = [];
        foreach (string name in operation.Path.Split('/').Where(static part => part.StartsWith('{')).Select(static part => part[1..^1]))
        {
            parameters.Add(new OpenApiParameter
            {
                Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "ULID.",
            });
        }

        foreach (ApiParameter parameter in operation.Query)
        {
            JsonSchemaType type = parameter.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String };
            parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Description, Schema = new OpenApiSchema { Type = type },
            });
        }

        return parameters.Count == 0 ? null : parameters;
    }

    private static OpenApiResponses Responses(ApiOperation operation, ContractSchemas schemas)
    {
        IOpenApiSchema body = operation.IsText ? new OpenApiSchema { Type = JsonSchemaType.String } : operation.Response is null ? new OpenApiSchema { Type = JsonSchemaType.Object } : schemas.Of(operation.Response);
        OpenApiResponses responses = new()
        {
            ["200"] = new OpenApiResponse { Description = "OK", Content = Content(body, operation.Example?.Response, operation.IsText ? Text : Json) },
        };
        foreach (int status in operation.Errors.Order())
        {
            // Health has the same body whatever it says.
            responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = Content(operation.NeedsKey ? schemas.Of(typeof(Status)) : body, status == 401 ? """{"code":16,"message":"unauthenticated"}""" : null),
                Headers = status == 429 ? RetryAfter() : null,
            };
        }

        return responses;
    }

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader { Description = "Whole seconds to wait before the next try.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
    };

    private static Dictionary<string, OpenApiMediaType> Content(IOpenApiSchema schema, string? example, string type = Json) => new()
    {
        [type] = new OpenApiMediaType { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) },
    };
}
