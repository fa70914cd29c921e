using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;

namespace Paddock.Core.Records;

/// <summary>
/// Hides the secrets that an execution was given wherever they stand in its record: as they are and in the usual spellings. A secret of fewer than
/// <see cref="KeyLength"/> characters is hidden only where it is a text by itself, since it is found in everything. For one record, on one thread.
/// </summary>
internal sealed class RecordMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Hidden = "***";

    /// <summary>Characters by which spellings are looked up.</summary>
    private const int KeyLength = 4;

    /// <summary>Of a longer spelling the first so many characters have to be there, and as many more are hidden as agree: bounds the work that a crafted text can cause.</summary>
    private const int CheckedLength = 128;

    /// <summary>
    /// Comparisons of 64 characters that one record may cost: crafted secrets and texts could ask for any number. Whoever needs more has his texts hidden whole.
    /// </summary>
    private const long MaxComparisons = 10_000_000;

    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, List<string>> _spellings = [];
    private readonly SearchValues<char> _first;
    private long _comparisons;

    private RecordMask(IEnumerable<string> secrets)
    {
        HashSet<char> first = [];
        foreach (string secret in secrets)
        {
            _whole.Add(secret);
            foreach (string spelling in RecordSpellings.Of(secret).Where(static spelling => spelling.Length >= KeyLength))
            {
                Longest = Math.Max(Longest, spelling.Length);
                first.Add(spelling[0]);
                ref List<string>? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_spellings, KeyOf(spelling), out _);
                known ??= [];
                if (!known.Contains(spelling))
                {
                    known.Add(spelling);
                }
            }
        }

        _first = SearchValues.Create([.. first]);
    }

    /// <summary>Characters of the longest spelling.</summary>
    public int Longest { get; }

    /// <summary>The mask for <paramref name="execution"/>; null when it was given no secret.</summary>
    public static RecordMask? Of(EndedExecution execution) =>
        Of(execution.Hosts.Select(static host => host.Credential).OfType<HostCredential>(), execution.Origin.Secrets.Select(static secret => secret.Reveal()));

    /// <summary>The mask for what was said where these were in use; null when there are none.</summary>
    public static RecordMask? Of(IEnumerable<HostCredential> credentials) => Of(credentials, []);

    private static RecordMask? Of(IEnumerable<HostCredential> credentials, IEnumerable<string> others)
    {
        HashSet<string> secrets = new(credentials.SelectMany(Spellings.SecretsOf).Concat(others), StringComparer.Ordinal);
        secrets.Remove("");
        return secrets.Count == 0 ? null : new RecordMask(secrets);
    }

    /// <summary><paramref name="text"/> without its secrets; null when it has none.</summary>
    /// <param name="text">The text, or its beginning.</param>
    /// <param name="isWhole">False: more would follow, so the end, where half of a secret may stand, is left out.</param>
    public string? Apply(ReadOnlySpan<char> text, bool isWhole = true)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        if (_comparisons > MaxComparisons || _whole.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
        {
            return Hidden;
        }

        StringBuilder? masked = null;
        int copied = 0;
        int end = -1;
        int at = 0;
        while (_comparisons <= MaxComparisons && at <= text.Length - KeyLength && text[at..].IndexOfAny(_first) is var skipped and >= 0)
        {
            at += skipped;
            int length = at <= text.Length - KeyLength ? Match(text[at..]) : 0;
            if (length == 0)
            {
                at++;
                continue;
            }

            // What overlaps the place before is one place with it.
            if (at > end)
            {
                masked ??= new StringBuilder(text.Length);
                masked.Append(text[copied..at]).Append(Hidden);
            }

            end = Math.Max(end, at + length);
            copied = end;
            at += Math.Max(1, length - CheckedLength);
        }

        if (_comparisons > MaxComparisons)
        {
            return Hidden;
        }

        int last = isWhole ? text.Length : Math.Max(copied, text.Length - Longest);
        return masked?.Append(text[copied..last]).ToString();
    }

    private static ulong KeyOf(ReadOnlySpan<char> text) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text[..KeyLength]));

    /// <summary>How many characters at the start of <paramref name="text"/> are a spelling; 0: none.</summary>
    private int Match(ReadOnlySpan<char> text)
    {
        int longest = 0;
        if (_spellings.TryGetValue(KeyOf(text), out List<string>? candidates))
        {
            foreach (string candidate in candidates)
            {
                _comparisons++;
                if (candidate.Length > longest && text.StartsWith(candidate.AsSpan(0, Math.Min(candidate.Length, CheckedLength))))
                {
                    int length = text.CommonPrefixLength(candidate);
                    _comparisons += length / 64;
                    longest = Math.Max(longest, length);
                }
            }
        }

        return longest;
    }
}
