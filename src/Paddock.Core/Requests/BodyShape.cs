using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>What a body of one endpoint has in it. Whatever else is in it is ignored.</summary>
/// <param name="wanted">What it has to have, for whoever sent something else: <c>language and code</c>.</param>
/// <param name="names">The members that mean something.</param>
internal sealed class BodyShape(string wanted, params string[] names)
{
    /// <summary>Of <c>POST /v1/execute-function</c>.</summary>
    public static BodyShape Function { get; } = new(
        "language and code", "language", "code", "input", "env", "files", "http", "allow_http_hosts", "limits", "runtime_revision_id");

    /// <summary>Of <c>POST /v1/execute</c>.</summary>
    public static BodyShape Script { get; } = new(
        "language and code", "language", "code", "stdin", "args", "env", "files", "http", "allow_http_hosts", "limits", "runtime_revision_id");

    /// <summary>Longer than any name that means something, all of it written as \uXXXX.</summary>
    private const int MaxNameBytes = 6 * 32;

    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    /// <summary>What it has to have, for whoever sent something else.</summary>
    public string Wanted => wanted;

    /// <summary>The name that <paramref name="reader"/> stands at; null when it means nothing here.</summary>
    public string? NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueSpan.Length <= MaxNameBytes && _names.TryGetValue(reader.GetString()!, out string? known) ? known : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }
}
