using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Bench.Gate;

/// <summary>bench/expected.json: the figures that the gate holds, by name.</summary>
internal sealed record ExpectedFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For whoever opens the file.</summary>
    [JsonPropertyName("about")]
    public required string About { get; init; }

    [JsonPropertyName("figures")]
    public required IReadOnlyDictionary<string, Expectation> Figures { get; init; }

    /// <exception cref="BenchException">It cannot be read, or says what cannot be.</exception>
    public static ExpectedFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            throw new BenchException($"{path}: {failure.Message}");
        }
        catch (BenchException failure)
        {
            throw new BenchException($"{path}: {failure.Message}");
        }
    }

    /// <exception cref="BenchException">It says what cannot be.</exception>
    /// <exception cref="JsonException">It is no JSON of this form.</exception>
    public static ExpectedFile Parse(string text)
    {
        var file = JsonSerializer.Deserialize<ExpectedFile>(text, Json) ?? throw new JsonException("null");
        foreach (var (name, expectation) in file.Figures)
        {
            if (expectation.Better is not ("less" or "more"))
            {
                throw new BenchException($"`better` of {name} is `{expectation.Better}`; it is `less` or `more`");
            }

            if (!(expectation.Expected > 0) || !(expectation.Slack > 0))
            {
                throw new BenchException($"`expected` and `slack` of {name} are numbers above 0");
            }
        }

        return file;
    }

    /// <summary>The same with the figures that were found in place of those expected; one that could not be measured stays.</summary>
    public ExpectedFile With(IReadOnlyDictionary<string, double> found) => this with
    {
        Figures = Figures.ToDictionary(
            static pair => pair.Key,
            pair => found.TryGetValue(pair.Key, out var value) && double.IsFinite(value) ? pair.Value with { Expected = Rounded(value) } : pair.Value),
    };

    public void Write(string path) => File.WriteAllText(path, ToText());

    public string ToText() => JsonSerializer.Serialize(this, Json) + "\n";

    // three digits that matter: more would only be noise in the diff
    private static double Rounded(double value) => Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(value)), 0, 6));
}
