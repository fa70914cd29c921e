using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>
/// Checks the JSON of a body and finds its members, without building anything of them: a parsed document takes twelve bytes for each value and more
/// while it grows, which for 64 MiB of zeros is two gigabytes. The input, which may be anything, is never parsed.
/// </summary>
internal sealed class BodyScan
{
    /// <summary>Most values in one member that is parsed: far more than the largest lists that can be configured, and a few dozen MiB.</summary>
    private const int MaxValues = 2_000_000;

    private const string InputName = "input";

    private BodyScan(JsonTokenType root) => Root = root;

    /// <summary>What the body is.</summary>
    public JsonTokenType Root { get; }

    /// <summary>Where the members of an object stand; of two with one name the later.</summary>
    public Dictionary<string, Place> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The first member that holds too many values; null when all is well.</summary>
    public string? Overfull { get; private set; }

    /// <exception cref="JsonException">It is not JSON, or nested too deep.</exception>
    public static BodyScan Read(ReadOnlySpan<byte> body, BodyShape shape, int maxDepth)
    {
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = maxDepth });
        reader.Read();
        BodyScan scan = new(reader.TokenType);
        if (scan.Root != JsonTokenType.StartObject)
        {
            reader.Skip();
        }
        else
        {
            scan.ReadMembers(ref reader, shape);
        }

        // Whatever follows is an error of the reader's.
        while (reader.Read())
        {
        }

        return scan;
    }

    private void ReadMembers(ref Utf8JsonReader reader, BodyShape shape)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = shape.NameOf(ref reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            int values = Pass(ref reader);
            if (name is not null)
            {
                Members[name] = new Place(start, (int)reader.BytesConsumed - start);
                Overfull ??= values > MaxValues && name != InputName ? name : null;
            }
        }
    }

    /// <summary>Goes to the end of a value; how many tokens that took.</summary>
    private static int Pass(ref Utf8JsonReader reader)
    {
        int tokens = 1;
        int depth = reader.CurrentDepth;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                tokens++;
            }
        }

        return tokens;
    }

    /// <summary>A value within the body.</summary>
    internal readonly record struct Place(int Start, int Length);
}
