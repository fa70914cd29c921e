using System.Text.Json;
using Paddock.Core.Schemas;

namespace Paddock.Core.Tests.Schemas;

/// <summary>A file of the official suite, run.</summary>
internal sealed record SuiteFile(int Cases, int RemoteCases, IReadOnlyList<string> Wrong)
{
    /// <summary>Where schemas stand that a validator has to fetch. Ours does not.</summary>
    private const string Remote = "localhost:1234";

    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "vectors", "json-schema");

    public static IEnumerable<string> Names(string folder, string pattern = "*.json") =>
        Directory.GetFiles(Path.Combine(Root, folder), pattern).Select(static file => Path.GetRelativePath(Root, file)).Order();

    public static SuiteFile Run(string name, bool assertFormats)
    {
        SchemaCompiler compiler = new(new SchemasOptions { AssertFormats = assertFormats }, TimeProvider.System);
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, name)));
        int cases = 0;
        int remote = 0;
        List<string> wrong = [];
        foreach (JsonElement group in file.RootElement.EnumerateArray())
        {
            JsonElement[] tests = [.. group.GetProperty("tests").EnumerateArray()];
            string title = $"{name}: {group.GetProperty("description")}";
            JsonElement schema = ForDraft(name, group.GetProperty("schema"));
            if (compiler.Compile(schema, out CompiledSchema? compiled) is { } problem)
            {
                if (NeedsFetching(schema, problem))
                {
                    remote += tests.Length;
                }
                else
                {
                    wrong.Add($"{title}: {problem}");
                }

                continue;
            }

            foreach (JsonElement test in tests)
            {
                cases++;
                SchemaFailure? failure = compiled!.Validate(JsonSerializer.SerializeToUtf8Bytes(test.GetProperty("data")));
                if (failure is null != test.GetProperty("valid").GetBoolean() || failure is { Keyword: null })
                {
                    wrong.Add($"{title}: {test.GetProperty("description")}: {failure?.Message ?? "accepted"}");
                }
            }
        }

        return new SuiteFile(cases, remote, wrong);
    }

    private static bool NeedsFetching(JsonElement schema, string problem) =>
        schema.GetRawText().Contains(Remote, StringComparison.Ordinal)
        && (problem.Contains("nothing is fetched", StringComparison.Ordinal) || problem.Contains("/$schema: \"http://" + Remote, StringComparison.Ordinal));

    /// <summary>The suite says by its folder that a schema is of draft 7; whoever sends one to us says it by $schema.</summary>
    private static JsonElement ForDraft(string name, JsonElement schema)
    {
        if (!name.StartsWith("draft7", StringComparison.Ordinal) || schema.ValueKind != JsonValueKind.Object || schema.TryGetProperty("$schema", out _))
        {
            return schema;
        }

        string text = schema.GetRawText();
        return JsonElement.Parse("{\"$schema\":\"http://json-schema.org/draft-07/schema#\"" + (text.AsSpan(1).TrimStart() is "}" ? "" : ",") + text[1..]);
    }
}
