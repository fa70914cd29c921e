using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using Paddock.Core.Grants;

namespace Paddock.Core.Secrets;

/// <summary>In which ways a service, or the code itself, may write a secret that it was given. Each byte is one character.</summary>
internal static class Spellings
{
    /// <summary>Shorter secrets are not masked: they are found everywhere, and what they would hide is not theirs.</summary>
    private const int MinLength = 4;

    /// <summary>From here on a user looks like a key; a shorter one that has a password beside it is a name, and stands in many an honest answer.</summary>
    private const int MinUserLength = 16;

    /// <summary>In a value such as <c>Token abc</c> the last word is the secret itself, if it is not as short as a word.</summary>
    private const int MinWordLength = 8;

    // What has a letter of its own after the backslash, and that letter.
    private const string Escaped = "\"\\\n\r\t\b\f";
    private const string Letters = "\"\\nrtbf";

    private static readonly string[] _hex = ["x4", "X4"];

    // What is left as it is by RFC 3986 and C#, by JavaScript's encodeURIComponent, and by Python's quote.
    private static readonly string[] _unescaped = ["-._~", "-._~!'()*", "-._~/", "-._*"];

    /// <summary>What is secret in <paramref name="credential"/>.</summary>
    public static IEnumerable<string> SecretsOf(HostCredential credential) => credential switch
    {
        BearerCredential bearer => [bearer.Token.Reveal()],
        BasicCredential basic => SecretsOf(basic.UserId.Reveal(), basic.Password.Reveal()),
        HeaderCredential header => [header.Value.Reveal(), .. LastWord(header.Value.Reveal())],
        QueryCredential query => [query.Value.Reveal()],
        _ => throw new InvalidOperationException("There is no such credential."),
    };

    /// <summary>The spellings of <paramref name="secret"/>; none when it is too short.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        if (secret.Length < MinLength)
        {
            yield break;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        string plain = Encoding.Latin1.GetString(bytes);
        yield return plain;

        // The padding is no secret, so the form without it finds both.
        string base64 = Convert.ToBase64String(bytes).TrimEnd('=');
        yield return base64;
        yield return base64.Replace('+', '-').Replace('/', '_');
        foreach (string unescaped in _unescaped)
        {
            yield return Escape(bytes, unescaped, "%20", "X2");
            yield return Escape(bytes, unescaped, "%20", "x2");
            yield return Escape(bytes, unescaped, "+", "X2");
            yield return Escape(bytes, unescaped, "+", "x2");
        }

        foreach (string json in Json(plain, '\xff').Concat(Json(secret, '~')))
        {
            yield return json;
            yield return json.Replace("/", "\\/", StringComparison.Ordinal);
        }

        // .NET's own form, which escapes a quote and a plus by their numbers.
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(WebUtility.HtmlEncode(secret)));
    }

    private static IEnumerable<string> SecretsOf(string user, string password)
    {
        yield return password;
        yield return $"{user}:{password}";
        if (password.Length < MinLength || (user.Length >= MinUserLength && !user.Contains('@', StringComparison.Ordinal)))
        {
            yield return user;
        }
    }

    /// <summary>As the inside of a JSON string; what comes after <paramref name="last"/> by its number, in both cases of letters.</summary>
    private static IEnumerable<string> Json(string text, char last)
    {
        foreach (string hex in _hex)
        {
            StringBuilder json = new();
            foreach (char c in text)
            {
                int known = Escaped.IndexOf(c, StringComparison.Ordinal);
                if (known >= 0)
                {
                    json.Append('\\').Append(Letters[known]);
                }
                else if (c < ' ' || c > last)
                {
                    json.Append("\\u").Append(((int)c).ToString(hex, CultureInfo.InvariantCulture));
                }
                else
                {
                    json.Append(c);
                }
            }

            yield return json.ToString();
        }
    }

    private static IEnumerable<string> LastWord(string value)
    {
        string word = value[(value.LastIndexOf(' ') + 1)..];
        return word.Length >= MinWordLength ? [word] : [];
    }

    private static string Escape(byte[] bytes, string unescaped, string space, string hex)
    {
        StringBuilder text = new();
        foreach (byte value in bytes)
        {
            char c = (char)value;
            if (c == ' ')
            {
                text.Append(space);
            }
            else if (char.IsAsciiLetterOrDigit(c) || unescaped.Contains(c, StringComparison.Ordinal))
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append(value.ToString(hex, CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
