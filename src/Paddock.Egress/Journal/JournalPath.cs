using System.Text;
using Paddock.Core.Grants;
using Paddock.Egress.Masking;

namespace Paddock.Egress.Journal;

/// <summary>A request's target as it may be kept: no query value, no secret, not endless.</summary>
internal static class JournalPath
{
    /// <summary>Most characters that are kept: a thousand requests of an execution are then a megabyte at most.</summary>
    private const int MaxLength = 1024;

    /// <summary>Turns <paramref name="target"/>, path and query as they were sent, into what is kept.</summary>
    public static string Of(string target, SecretMask? mask)
    {
        int question = target.IndexOf('?', StringComparison.Ordinal);
        ReadOnlySpan<char> path = question < 0 ? target : target.AsSpan(0, question);
        StringBuilder kept = new();
        AppendMasked(kept, path, mask, separator: '/');
        if (question >= 0)
        {
            kept.Append('?');
            AppendQuery(kept, target.AsSpan(question + 1), mask);
        }

        if (kept.Length > MaxLength)
        {
            kept.Length = MaxLength;
            kept.Append('…');
        }

        return kept.ToString();
    }

    private static void AppendQuery(StringBuilder kept, ReadOnlySpan<char> query, SecretMask? mask)
    {
        bool first = true;
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            kept.Append(first ? "" : "&");
            first = false;
            int equals = pair.IndexOf('=');
            AppendMasked(kept, equals < 0 ? pair : pair[..equals], mask, separator: ';');
            kept.Append(equals < 0 ? "" : "=***");
            if (kept.Length > MaxLength)
            {
                return;
            }
        }
    }

    /// <summary>Whole parts that are a secret, however they are escaped, and every spelling that is masked in a response.</summary>
    private static void AppendMasked(StringBuilder kept, ReadOnlySpan<char> text, SecretMask? mask, char separator)
    {
        if (mask is null)
        {
            kept.Append(text[..Math.Min(text.Length, MaxLength + 1)]);
            return;
        }

        bool first = true;
        foreach (Range range in text.Split(separator))
        {
            if (!first)
            {
                kept.Append(separator);
            }

            first = false;
            string part = text[range].ToString();
            kept.Append(mask.IsSecret(part) ? "***" : mask.Apply(part));
            if (kept.Length > MaxLength)
            {
                return;
            }
        }
    }
}
