using System.Buffers;
using System.Text.Json;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>http.allow[].auth</c>. No message shows a value.</summary>
internal static class CredentialRules
{
    private static readonly string[] _kinds = ["basic", "bearer", "header", "query"];

    // RFC 9110, 5.6.2.
    private static readonly SearchValues<char> _tokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // They frame the message or name its target: whoever sets them decides where it ends, or where it goes.
    private static readonly string[] _framingHeaders =
        ["Connection", "Content-Length", "Host", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>Reads <paramref name="auth"/>; null and at most one credential when all is well.</summary>
    public static string? Read(string field, JsonElement auth, out HostCredential? credential)
    {
        credential = null;
        if (auth.IsAbsent() || auth.IsEmptyArray())
        {
            return null;
        }

        if (auth.ValueKind != JsonValueKind.Object)
        {
            return $"{field} must be an object with basic, bearer, header or query, not {Show.Kind(auth)}";
        }

        string? kind = null;
        JsonElement members = default;
        foreach (string candidate in _kinds)
        {
            JsonElement found = JsonText.Find(auth, candidate);
            if (found.IsAbsent())
            {
                continue;
            }

            if (kind is not null)
            {
                return $"{field} has both {kind} and {candidate}; give one credential for each entry, and list the host twice if it needs two";
            }

            (kind, members) = (candidate, found);
        }

        if (kind is not null && members.ValueKind != JsonValueKind.Object)
        {
            return $"{field}.{kind} must be an object, not {Show.Kind(members)}";
        }

        return kind is null ? null : ReadKind(kind, $"{field}.{kind}", members, out credential);
    }

    private static string? ReadKind(string kind, string field, JsonElement members, out HostCredential? credential) => kind switch
    {
        "basic" => ReadBasic(field, members, out credential),
        "bearer" => ReadBearer(field, members, out credential),
        "header" => ReadHeader(field, members, out credential),
        _ => ReadQuery(field, members, out credential),
    };

    private static string? ReadBasic(string field, JsonElement members, out HostCredential? credential)
    {
        credential = null;
        string password = "";
        string? problem = ReadText(field, "user_id", members, out string user) ?? ReadText(field, "password", members, out password);
        if (problem is not null)
        {
            return problem;
        }

        if (user.Contains(':', StringComparison.Ordinal))
        {
            return $"{field}.user_id must not contain a colon";
        }

        credential = new BasicCredential(new Secret(user), new Secret(password));
        return null;
    }

    private static string? ReadBearer(string field, JsonElement members, out HostCredential? credential)
    {
        credential = null;
        string? problem = ReadText(field, "token", members, out string token);
        if (problem is null && token.Length == 0)
        {
            problem = $"{field}.token must not be empty";
        }

        if (problem is null)
        {
            credential = new BearerCredential(new Secret(token));
        }

        return problem;
    }

    private static string? ReadHeader(string field, JsonElement members, out HostCredential? credential)
    {
        credential = null;
        string value = "";
        string? problem = ReadText(field, "name", members, out string name) ?? ReadValue(field, members, out value);
        if (problem is not null)
        {
            return problem;
        }

        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(_tokenCharacters))
        {
            return $"{field}.name {Show.Text(name)} is no name for a header";
        }

        if (_framingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return $"{field}.name {Show.Text(name)} is set by the connection and cannot carry a credential";
        }

        credential = new HeaderCredential(name, new Secret(value));
        return null;
    }

    private static string? ReadQuery(string field, JsonElement members, out HostCredential? credential)
    {
        credential = null;
        string value = "";
        string? problem = ReadText(field, "key", members, out string key) ?? ReadValue(field, members, out value);
        if (problem is null && key.Length == 0)
        {
            problem = $"{field}.key must not be empty";
        }

        if (problem is null)
        {
            credential = new QueryCredential(key, new Secret(value));
        }

        return problem;
    }

    /// <summary>Older clients write token.</summary>
    private static string? ReadValue(string field, JsonElement members, out string value)
    {
        bool older = JsonText.Find(members, "value").IsAbsent() && !JsonText.Find(members, "token").IsAbsent();
        return ReadText(field, older ? "token" : "value", members, out value);
    }

    private static string? ReadText(string field, string name, JsonElement members, out string text)
    {
        if (JsonText.ReadString(JsonText.Find(members, name), out text) is { } problem)
        {
            return $"{field}.{name} {problem}";
        }

        return text.Any(char.IsControl) ? $"{field}.{name} must not contain control characters" : null;
    }
}
