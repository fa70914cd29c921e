using System.Net;
using System.Text;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;

namespace Paddock.Egress.Masking;

/// <summary>The spellings of secrets, and how to find them. Immutable. What it hides keeps its length: each byte of it becomes a <c>*</c>.</summary>
internal sealed class SecretMask
{
    private readonly HashSet<string> _secrets;
    private readonly (byte[] Bytes, int Period)[] _needles;

    private SecretMask(HashSet<string> secrets, HashSet<string> needles)
    {
        _secrets = secrets;
        _needles = [.. needles.Select(Encoding.Latin1.GetBytes).Select(static needle => (needle, PeriodOf(needle)))];
        LongestNeedle = _needles.Select(static needle => needle.Bytes.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Bytes of the longest spelling: one less has to wait for what follows.</summary>
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
    /// <returns>
    /// How many bytes are ready to go out; the rest, which is left as it is, is one less than the longest spelling whatever is in it: if that hung on what is there, whoever chooses the text around a secret
    /// could read the secret from where the pieces end. Then, how many bytes at the start of that rest belong to a spelling that begins before it.
    /// </returns>
    public (int Ready, int Hidden) Hide(Span<byte> bytes, int hidden, bool isLast)
    {
        int ready = isLast ? bytes.Length : Math.Max(0, bytes.Length - Math.Max(0, LongestNeedle - 1));
        List<Range>? found = Find(bytes);
        int end = hidden;
        bytes[..Math.Min(hidden, ready)].Fill((byte)'*');
        foreach (Range range in found ?? [])
        {
            int stop = range.End.Value;
            if (range.Start.Value < ready)
            {
                end = Math.Max(end, stop);
                bytes[range.Start.Value..Math.Min(stop, ready)].Fill((byte)'*');
            }
        }

        return (ready, Math.Max(0, end - ready));
    }

    /// <summary>All places of all spellings, which may overlap: so nothing may be hidden before all are found. Those of one spelling are joined where they touch.</summary>
    private List<Range>? Find(ReadOnlySpan<byte> bytes)
    {
        List<Range>? found = null;
        foreach ((byte[] needle, int period) in _needles)
        {
            int from = 0;
            int joined = -1;
            while (bytes[from..].IndexOf(needle) is var at and >= 0)
            {
                int start = from + at;
                int end = start + needle.Length;

                // The next place that overlaps this one is a period on, and only the bytes behind this one decide about it.
                ReadOnlySpan<byte> turn = needle.AsSpan(needle.Length - period);
                while (bytes[end..].StartsWith(turn))
                {
                    end += period;
                }

                found ??= [];
                if (joined >= 0 && start <= found[joined].End.Value)
                {
                    found[joined] = found[joined].Start.Value..end;
                }
                else
                {
                    joined = found.Count;
                    found.Add(start..end);
                }

                from = end - needle.Length + 1;
            }
        }

        return found;
    }

    /// <summary>By how much <paramref name="needle"/> must at least be moved to lie upon itself; its length when it cannot.</summary>
    private static int PeriodOf(byte[] needle)
    {
        int[] borders = new int[needle.Length];
        int border = 0;
        for (int i = 1; i < needle.Length; i++)
        {
            while (border > 0 && needle[i] != needle[border])
            {
                border = borders[border - 1];
            }

            border += needle[i] == needle[border] ? 1 : 0;
            borders[i] = border;
        }

        return needle.Length - border;
    }
}
