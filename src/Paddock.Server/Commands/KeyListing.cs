using System.Globalization;
using System.Text;
using System.Text.Json;
using Paddock.Core.Projects;

namespace Paddock.Server.Commands;

/// <summary>What <c>keys list</c> prints.</summary>
/// <param name="keys">The keys, the oldest first.</param>
/// <param name="projects">The names of the projects by their ids.</param>
internal sealed class KeyListing(IReadOnlyList<ApiKey> keys, IReadOnlyDictionary<string, string> projects)
{
    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";
    private static readonly string[] _heading = ["ID", "PROJECT", "NAME", "CREATED", "AT ONCE", "A MINUTE", "STATE"];

    /// <summary>A table for people.</summary>
    public string ToText()
    {
        string[][] rows = [_heading, .. keys.Select(Row)];
        int[] widths = [.. _heading.Select((_, column) => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.AppendJoin("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column]))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same as one JSON array.</summary>
    public string ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (ApiKey key in keys)
            {
                json.WriteStartObject();
                json.WriteString("id", key.Id);
                json.WriteString("project", projects[key.ProjectId]);
                json.WriteString("name", key.Name);
                json.WriteString("created_at", Show(key.CreatedAt));
                WriteLimit(json, "max_concurrency", key.MaxConcurrency);
                WriteLimit(json, "requests_per_minute", key.RequestsPerMinute);
                json.WriteString("revoked_at", key.RevokedAt is { } revoked ? Show(revoked) : null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return $"{Encoding.UTF8.GetString(buffer.ToArray())}\n";
    }

    private string[] Row(ApiKey key) =>
    [
        key.Id,
        projects[key.ProjectId],
        key.Name,
        Show(key.CreatedAt),
        Limit(key.MaxConcurrency),
        Limit(key.RequestsPerMinute),
        key.RevokedAt is { } revoked ? $"revoked {Show(revoked)}" : "good",
    ];

    private static void WriteLimit(Utf8JsonWriter json, string name, int? limit)
    {
        if (limit is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Limit(int? limit) => limit switch
    {
        null => "server's",
        0 => "any",
        _ => limit.Value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);
}
