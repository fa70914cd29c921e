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
    private readonly SearchValues<byte> _first;

    private SecretMask(HashSet<string> secrets, HashSet<string> needles)
    {
        _secrets = secrets;
        _needles = [.. needles.Select(Encoding.Latin1.GetBytes).OrderByDescending(static needle => needle.Length)];
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
        if (LongestNeedle == 0)
        {
            return text;
        }

        bool isBytes = !text.AsSpan().ContainsAnyExceptInRange('\0', '\xff');
        Encoding encoding = isBytes ? Encoding.Latin1 : Encoding.UTF8;
        byte[] bytes = encoding.GetBytes(text);
        if (Find(bytes) is null)
        {
            return text;
        }

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
        List<Range>? found = Find(bytes);
        int end = hidden;
        bytes[..Math.Min(hidden, ready)].Fill((byte)'*');
        foreach (Range range in found ?? [])
        {
            int stop = range.End.Value;
            end = Math.Max(end, stop);
            if (range.Start.Value < ready)
            {
                bytes[range.Start.Value..Math.Min(stop, ready)].Fill((byte)'*');
            }
        }

        return (ready, Math.Max(0, end - ready));
    }

    /// <summary>All places of all spellings, which may overlap: so nothing may be hidden before all are found.</summary>
    private List<Range>? Find(ReadOnlySpan<byte> bytes)
    {
        List<Range>? found = null;
        foreach (byte[] needle in _needles)
        {
            int from = 0;
            while (bytes[from..].IndexOf(needle) is var at and >= 0)
            {
                from += at;
                (found ??= []).Add(from..(from + needle.Length));
                from++;
            }
        }

        return found;
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
}
