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

    /// <summary>The rule that <paramref name="secret"/>, a stored one, breaks as a part of a credential, or null.</summary>
    public static string? CheckSecret(string secret) => secret.Any(char.IsControl)
        ? "has control characters in it, such as a line break at its end, and can be no part of a credential"
        : null;

    /// <summary>Reads <paramref name="auth"/>; null and at most one credential when all is well.</summary>
    /// <param name="field">Its path, for messages.</param>
    /// <param name="auth">What was sent.</param>
    /// <param name="credential">The credential; without its secret when that is a stored one.</param>
    /// <param name="secret">The stored secret that belongs into it, null when it is complete.</param>
    public static string? Read(string field, JsonElement auth, out HostCredential? credential, out SecretReference? secret)
    {
        (credential, secret) = (null, null);
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

        return kind is null ? null : ReadKind(kind, $"{field}.{kind}", members, out credential, out secret);
    }

    private static string? ReadKind(string kind, string field, JsonElement members, out HostCredential? credential, out SecretReference? secret)
    {
        string? problem = kind == "basic"
            ? ReadSecret(field, "password", null, members, out string text, out secret)
            : kind == "bearer"
                ? ReadSecret(field, "token", null, members, out text, out secret)
                : ReadSecret(field, "value", "token", members, out text, out secret);
        bool isComplete = secret is null;
        (string? other, credential) = kind switch
        {
            "basic" => ReadBasic(field, members, text),
            "bearer" => ReadBearer(field, text, isComplete && problem is null),
            "header" => ReadHeader(field, members, text),
            _ => ReadQuery(field, members, text),
        };

        // What names the credential goes first, as it is the first thing that people write.
        problem = other ?? problem;
        credential = problem is null ? credential : null;
        return problem;
    }

    private static (string? Problem, HostCredential Credential) ReadBasic(string field, JsonElement members, string password)
    {
        string? problem = ReadText(field, "user_id", members, out string user);
        if (problem is null && user.Contains(':', StringComparison.Ordinal))
        {
            problem = $"{field}.user_id must not contain a colon";
        }

        return (problem, new BasicCredential(new Secret(user), new Secret(password)));
    }

    private static (string? Problem, HostCredential Credential) ReadBearer(string field, string token, bool mustBeThere) =>
        (mustBeThere && token.Length == 0 ? $"{field}.token must not be empty" : null, new BearerCredential(new Secret(token)));

    private static (string? Problem, HostCredential Credential) ReadHeader(string field, JsonElement members, string value)
    {
        string? problem = ReadText(field, "name", members, out string name);
        if (problem is null && (name.Length == 0 || name.AsSpan().ContainsAnyExcept(_tokenCharacters)))
        {
            problem = $"{field}.name {Show.Text(name)} is no name for a header";
        }

        if (problem is null && _framingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            problem = $"{field}.name {Show.Text(name)} is set by the connection and cannot carry a credential";
        }

        return (problem, new HeaderCredential(name, new Secret(value)));
    }

    private static (string? Problem, HostCredential Credential) ReadQuery(string field, JsonElement members, string value)
    {
        string? problem = ReadText(field, "key", members, out string key);
        if (problem is null && key.Length == 0)
        {
            problem = $"{field}.key must not be empty";
        }

        return (problem, new QueryCredential(key, new Secret(value)));
    }

    /// <summary>Reads the secret part: itself, under an older name too, or the id of a stored one.</summary>
    private static string? ReadSecret(
        string field, string name, string? olderName, JsonElement members, out string text, out SecretReference? secret)
    {
        (text, secret) = ("", null);
        string given = olderName is not null && JsonText.Find(members, name).IsAbsent() && !JsonText.Find(members, olderName).IsAbsent() ? olderName : name;
        JsonElement id = JsonText.Find(members, "secret_id");
        if (id.IsAbsent())
        {
            return ReadText(field, given, members, out text);
        }

        if (!JsonText.Find(members, given).IsAbsent())
        {
            return $"{field} has both {given} and secret_id; give one of them";
        }

        if (JsonText.ReadString(id, out string reference) is { } problem)
        {
            return $"{field}.secret_id {problem}";
        }

        secret = new SecretReference($"{field}.secret_id", reference);
        return null;
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
