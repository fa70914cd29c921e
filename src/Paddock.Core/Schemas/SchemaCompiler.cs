using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Paddock.Core.Schemas.Keywords;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Patterns;

namespace Paddock.Core.Schemas;

/// <summary>
/// Reads JSON Schema, drafts 2020-12 and 7. Whatever it is given, it takes time and memory in proportion to its size, fetches nothing, and either
/// compiles or says what is wrong. Thread-safe.
/// </summary>
internal sealed class SchemaCompiler(SchemasOptions options, TimeProvider time)
{
    private readonly PatternEngines _engines = new(options);

    /// <inheritdoc cref="Compile(JsonElement, out CompiledSchema?)"/>
    public string? Compile(string schema, out CompiledSchema? compiled)
    {
        compiled = null;
        byte[] json = Encoding.UTF8.GetBytes(schema);
        if (TooLarge(json.Length) is { } problem)
        {
            return problem;
        }

        try
        {
            return Compile(JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = options.MaxSchemaDepth + 1 }), out compiled);
        }
        catch (JsonException e)
        {
            return $"input_schema: is not valid JSON, or nested deeper than {options.MaxSchemaDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})";
        }
    }

    /// <summary>Compiles <paramref name="schema"/>; null and the result when all is well, otherwise what is wrong and where, written for the caller.</summary>
    /// <param name="schema">The schema. It may be disposed of afterwards.</param>
    /// <param name="compiled">The result.</param>
    public string? Compile(JsonElement schema, out CompiledSchema? compiled)
    {
        compiled = null;
        if (schema.ValueKind == JsonValueKind.Undefined)
        {
            return "input_schema: is missing; {} allows every input";
        }

        ReadOnlySpan<byte> json = JsonMarshal.GetRawUtf8Value(schema);
        if ((TooLarge(json.Length) ?? TooDeep(json)) is { } problem)
        {
            return problem;
        }

        SchemaBuilder builder = new(options, _engines);
        SchemaNode? top = builder.AddDocument(schema.Clone());
        for (int i = 0; i < builder.Nodes.Count && builder.Problem is null; i++)
        {
            KeywordTable.Complete(builder.Nodes[i], builder); // which may find more of them
        }

        if (builder.Problem is null)
        {
            CircleCheck.Run(builder);
        }

        compiled = builder.Problem is null ? new CompiledSchema(top!, builder.UsesScope, options, time) : null;
        return builder.Problem;
    }

    private string? TooLarge(int bytes) => bytes <= options.MaxSchemaBytes ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"input_schema: has {bytes} bytes; at most {options.MaxSchemaBytes} ({SchemasOptions.Setting(nameof(options.MaxSchemaBytes))})");

    private string? TooDeep(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth > options.MaxSchemaDepth)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"input_schema: is nested deeper than {options.MaxSchemaDepth} levels ({SchemasOptions.Setting(nameof(options.MaxSchemaDepth))}); move parts of it to $defs and refer to them");
            }
        }

        return null;
    }
}
