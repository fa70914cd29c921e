using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Secrets;

/// <summary>Rules for a new secret. No message shows its value.</summary>
internal static class SecretRules
{
    // As long as an environment variable may be.
    private const int MaxValueBytes = 100 * 1024;

    private static readonly BodyShape _shape = new("name and value", "name", "value");

    /// <summary>Reads the body of <c>POST /v1/secrets</c>.</summary>
    public static Rejection? Read(ReadOnlyMemory<byte> body, int maxDepth, out string name, out Secret value)
    {
        (name, value) = ("", new Secret(""));
        if (JsonBody.Parse(body, maxDepth, _shape, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return NameRules.Read(members!["name"], out name) ?? ReadValue(members["value"], out value);
        }
    }

    private static Rejection? ReadValue(JsonElement element, out Secret value)
    {
        string? problem = JsonText.ReadString(element, out string text);
        value = new Secret(text);
        if (problem is not null)
        {
            return Rejection.Invalid($"value {problem}");
        }

        if (text.Length == 0)
        {
            return Rejection.Invalid("value must not be empty");
        }

        int length = Encoding.UTF8.GetByteCount(text);
        if (length > MaxValueBytes)
        {
            return Rejection.Invalid($"value has {length} bytes, but a secret may have {MaxValueBytes} at most");
        }

        return text.Contains('\0', StringComparison.Ordinal)
            ? Rejection.Invalid("value must not contain a NUL character (\\u0000): neither a variable nor a header can carry one")
            : null;
    }
}
