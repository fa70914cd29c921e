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

    private const long BaseSteps = 200_000;
    private const long StepsPerValue = 50;

    /// <summary>Checks an input; null when it matches.</summary>
    /// <param name="input">JSON text in UTF-8. What is not JSON, or deeper than 1,000 levels, is a failure.</param>
    public SchemaFailure? Validate(ReadOnlyMemory<byte> input)
    {
        try
        {
            int values = CountValues(input.Span);
            if (values > options.MaxInputValues)
            {
                return new SchemaFailure("", null, null, string.Create(
                    CultureInfo.InvariantCulture,
                    $"input holds more than {options.MaxInputValues} values, which is more than can be checked against input_schema ({SchemasOptions.Setting(nameof(options.MaxInputValues))}); send it as text, or as a file"));
            }

            using JsonDocument document = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Validate(document.RootElement, StepsFor(values, input.Length));
        }
        catch (JsonException e)
        {
            return new SchemaFailure("", null, null, $"input is not valid JSON: {Show.Shorten(e.Message, 200)}");
        }
    }

    private SchemaFailure? Validate(JsonElement input, long maxSteps)
    {
        Evaluation run = new(options, maxSteps, usesScope, time);
        Failure? failure = top.Evaluate(new Instance(input, run.Budget), run, null, null);
        return (run.Stopped ?? failure)?.Report();
    }

    /// <summary>Honest work grows with the input; a small input on which a schema works for long is no honest one, and others wait for the processor.</summary>
    private long StepsFor(int values, long bytes) => Math.Min(options.MaxSteps, BaseSteps + (StepsPerValue * values) + bytes);

    private int CountValues(ReadOnlySpan<byte> input)
    {
        Utf8JsonReader reader = new(input, new JsonReaderOptions { MaxDepth = MaxDepth });
        int values = 0;
        while (values <= options.MaxInputValues && reader.Read())
        {
            values++;
        }

        return values;
    }
}
