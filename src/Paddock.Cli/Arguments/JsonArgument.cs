using System.Text.Json;
using Paddock.Cli.Hosting;
using Paddock.Client.Json;

namespace Paddock.Cli.Arguments;

/// <summary>JSON that someone typed or has in a file.</summary>
internal static class JsonArgument
{
    /// <exception cref="UsageException">It is none; the message says where it goes wrong.</exception>
    public static JsonElement Parse(string source, string text)
    {
        try
        {
            // some editors put a mark in front that is no JSON
            return PaddockJson.Parse(text.TrimStart('\uFEFF'));
        }
        catch (JsonException e)
        {
            string hint = text.Length > 0 && char.IsLetter(text[0]) ? $"; a text needs quotes: '\"{Shorten(text)}\"'" : "";
            throw new UsageException($"{source} is not JSON{Place(e)}: {Reason(e)}{hint}", e);
        }
    }

    private static string Place(JsonException e) => e.LineNumber is { } line && e.BytePositionInLine is { } position ? $" at line {line + 1}, byte {position + 1}" : "";

    // The place stands at the end of the message, counted from 0 and spelled for programmers.
    private static string Reason(JsonException e)
    {
        int place = e.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return (place < 0 ? e.Message : e.Message[..place]).TrimEnd('.');
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
