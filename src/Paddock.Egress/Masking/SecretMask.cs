using System.Buffers;
using System.Net;
using System.Text;
using Paddock.Core.Grants;

namespace Paddock.Egress.Masking;

/// <summary>The spellings of a grant's secrets, and how to find them. Immutable. What it hides keeps its length: each byte of it becomes a <c>*</c>.</summary>
internal sealed class SecretMask
{
    private readonly HashSet<string> _secrets;
    private readonly byte[][] _needles;
    private readonly string[] _wideNeedles;
    private readonly SearchValues<string> _search;
    private readonly SearchValues<byte> _first;

    private SecretMask(HashSet<string> secrets, HashSet<string> needles)
    {
        _secrets = secrets;
        _wideNeedles = [.. needles.OrderByDescending(static needle => needle.Length)];
        _needles = [.. _wideNeedles.Select(Encoding.Latin1.GetBytes)];
        _search = SearchValues.Create([.. needles], StringComparison.Ordinal);
        _first = SearchValues.Create([.. _needles.Select(static needle => needle[0]).Distinct()]);
        LongestNeedle = _needles.Length == 0 ? 0 : _needles[0].Length;
    }

    /// <summary>Bytes of the longest spelling: one less is the most that ever has to wait for what follows.</summary>
    public int LongestNeedle { get; }

    /// <summary>Collects the spellings of <paramref name="credentials"/>; null when there is nothing to hide.</summary>
    public static SecretMask? Of(IReadOnlyList<HostCredential> credentials)
    {
        HashSet<string> secrets = new(StringComparer.Ordinal);
        HashSet<string> needles = new(StringComparer.Ordinal);
        foreach (string secret in credentials.SelectMany(Spellings.SecretsOf))
        {
            secrets.Add(secret);
            needles.UnionWith(Spellings.Of(secret));
        }

        secrets.Remove("");
        return secrets.Count == 0 ? null : new SecretMask(secrets, needles);
    }

    /// <summary>Whether <paramref name="text"/>, as it stands or unescaped, is one of the secrets, however short.</summary>
    public bool IsSecret(string text) => _secrets.Contains(text) || _secrets.Contains(Uri.UnescapeDataString(text)) || _secrets.Contains(WebUtility.UrlDecode(text));

    /// <summary>Hides what is in <paramref name="text"/>, whose characters are bytes or UTF-16.</summary>
    public string Apply(string text)
    {
        if (LongestNeedle == 0 || (Ascii.IsValid(text) && text.AsSpan().IndexOfAny(_search) < 0))
        {
            return text;
        }

        bool isBytes = !text.AsSpan().ContainsAnyExceptInRange('\0', '\xff');
        Encoding encoding = isBytes ? Encoding.Latin1 : Encoding.UTF8;
        byte[] bytes = encoding.GetBytes(text);
        Hide(bytes, 0, isLast: true);
        return encoding.GetString(bytes);
    }

    /// <summary>Hides every spelling that lies in <paramref name="bytes"/> as a whole.</summary>
    /// <param name="bytes">What has come so far and has not gone out.</param>
    /// <param name="hidden">How many bytes at the start belong to a spelling that was found before, although they still stand there as they were.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    /// <returns>How many bytes are ready to go out; the rest may be the beginning of a spelling and is left as it is. Then, how many bytes at the start of that rest are hidden.</returns>
    public (int Ready, int Hidden) Hide(Span<byte> bytes, int hidden, bool isLast)
    {
        int ready = isLast ? bytes.Length : bytes.Length - Undecided(bytes);
        int end = hidden;
        int from = 0;
        if (bytes.Length > 0 && LongestNeedle > 0)
        {
            char[] wide = ArrayPool<char>.Shared.Rent(bytes.Length);
            Encoding.Latin1.GetChars(bytes, wide);
            bytes[..Math.Min(hidden, ready)].Fill((byte)'*');
            while (wide.AsSpan(from, bytes.Length - from).IndexOfAny(_search) is var found and >= 0)
            {
                from += found;
                int stop = from + LengthAt(wide.AsSpan(from, bytes.Length - from));
                int start = Math.Max(from, end);
                if (stop > end)
                {
                    if (start < ready)
                    {
                        bytes[start..Math.Min(stop, ready)].Fill((byte)'*');
                    }

                    end = stop;
                }

                from++;
            }

            ArrayPool<char>.Shared.Return(wide, clearArray: true);
        }

        return (ready, Math.Max(0, end - ready));
    }

    /// <summary>How many bytes at the end may be the beginning of a spelling.</summary>
    private int Undecided(ReadOnlySpan<byte> bytes)
    {
        if (LongestNeedle == 0)
        {
            return 0;
        }

        int from = Math.Max(0, bytes.Length - LongestNeedle + 1);
        while (bytes[from..].IndexOfAny(_first) is var found and >= 0)
        {
            from += found;
            foreach (byte[] needle in _needles)
            {
                if (needle.Length > bytes.Length - from && needle.AsSpan().StartsWith(bytes[from..]))
                {
                    return bytes.Length - from;
                }
            }

            from++;
        }

        return 0;
    }

    /// <summary>The longest spelling that <paramref name="text"/> begins with.</summary>
    private int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (string needle in _wideNeedles)
        {
            if (text.StartsWith(needle))
            {
                return needle.Length;
            }
        }

        return 0;
    }
}
