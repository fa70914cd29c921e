using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Paddock.Core.Schemas;

namespace Paddock.Core.Tests.Schemas;

/// <summary>The suite's schemas with one value after another replaced by something odd: each is refused in words or does its work, and none throws.</summary>
public sealed class MutatedSchemaTests
{
    private static readonly string[] _odd =
        ["null", "0", "-1", "1e400", "1.5", "true", "\"\"", "\"#\"", "\"\\ud800\"", "\"(\"", "\"http://[\"", "[]", "[[]]", "[null]", "[true,{}]", "{}", "{\"a\":null}", "{\"$ref\":\"#\"}"];

    private static readonly byte[][] _inputs =
        [.. new[] { "null", "1", "1e1000000000", "\"a\"", "\"\\ud800\"", "[]", "[1,\"a\",[],{}]", "{}", """{"a":1,"foo":"bar","":[{"b":null}]}""" }.Select(Encoding.UTF8.GetBytes)];

    public static TheoryData<string> Files => [.. SuiteFile.Names("draft2020-12"), .. SuiteFile.Names("draft7")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Schema_WithAnOddValue_IsRefusedOrWorks(string name)
    {
        SchemaCompiler compiler = new(new SchemasOptions { MaxSteps = 10_000 }, TimeProvider.System);
        int compiledCount = 0;
        int refused = 0;
        foreach (string text in Schemas(name))
        {
            foreach (string mutated in Mutations(text))
            {
                if (compiler.Compile(mutated, out CompiledSchema? compiled) is { } problem)
                {
                    problem.ShouldStartWith("input_schema", customMessage: mutated);
                    refused++;
                    continue;
                }

                compiledCount++;
                foreach (byte[] input in _inputs)
                {
                    compiled!.Validate(input)?.Message.ShouldStartWith("input", customMessage: mutated);
                }
            }
        }

        (compiledCount > 0 && refused > 0).ShouldBeTrue();
    }

    private static IEnumerable<string> Schemas(string name)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SuiteFile.Root, name)));
        return [.. file.RootElement.EnumerateArray().Select(static group => group.GetProperty("schema").GetRawText())];
    }

    private static IEnumerable<string> Mutations(string schema)
    {
        JsonElement root = JsonElement.Parse(schema);
        foreach ((int start, int length) in Places(root, root))
        {
            byte[] text = JsonMarshal.GetRawUtf8Value(root).ToArray();
            foreach (string odd in _odd)
            {
                yield return Encoding.UTF8.GetString([.. text[..start], .. Encoding.UTF8.GetBytes(odd), .. text[(start + length)..]]);
            }
        }
    }

    /// <summary>Where each value stands in the text of <paramref name="root"/>.</summary>
    private static IEnumerable<(int Start, int Length)> Places(JsonElement root, JsonElement element)
    {
        yield return Place(root, element);
        IEnumerable<JsonElement> inside = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(static member => member.Value),
            JsonValueKind.Array => element.EnumerateArray(),
            _ => [],
        };
        foreach ((int Start, int Length) place in inside.SelectMany(value => Places(root, value)))
        {
            yield return place;
        }
    }

    private static (int Start, int Length) Place(JsonElement root, JsonElement element)
    {
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(element);
        JsonMarshal.GetRawUtf8Value(root).Overlaps(text, out int start);
        return (start, text.Length);
    }
}
