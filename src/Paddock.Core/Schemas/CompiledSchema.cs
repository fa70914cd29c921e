using System.Globalization;
using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas;

/// <summary>A schema that is ready for use. Never changes; any number of threads may use it at once.</summary>
internal sealed class CompiledSchema(SchemaNode top, bool usesScope, SchemasOptions options, TimeProvider time)
{
    // As deep as an input can be, with room for the level of the value itself.
    private const int MaxDepth = 1001;

    /// <summary>Checks an input; null when it matches.</summary>
    /// <param name="input">JSON text in UTF-8. What is not JSON, or deeper than 1,000 levels, is a failure.</param>
    public SchemaFailure? Validate(ReadOnlyMemory<byte> input)
    {
        try
        {
            if (HasTooManyValues(input.Span))
            {
                return new SchemaFailure("", null, null, string.Create(
                    CultureInfo.InvariantCulture,
                    $"input holds more than {options.MaxInputValues} values, which is more than can be checked against input_schema ({SchemasOptions.Setting(nameof(options.MaxInputValues))}); send it as text, or as a file"));
            }

            using JsonDocument document = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Validate(document.RootElement);
        }
        catch (JsonException e)
        {
            return new SchemaFailure("", null, null, $"input is not valid JSON: {Show.Shorten(e.Message, 200)}");
        }
    }

    /// <summary>Checks an input that is parsed already; null when it matches.</summary>
    public SchemaFailure? Validate(JsonElement input)
    {
        Evaluation run = new(options, usesScope, time);
        Failure? failure = top.Evaluate(new Instance(input, run.Budget), run, null, null);
        return (run.Stopped ?? failure)?.Report();
    }

    private bool HasTooManyValues(ReadOnlySpan<byte> input)
    {
        Utf8JsonReader reader = new(input, new JsonReaderOptions { MaxDepth = MaxDepth });
        int values = 0;
        while (reader.Read())
        {
            if (++values > options.MaxInputValues)
            {
                return true;
            }
        }

        return false;
    }
}
