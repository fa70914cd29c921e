using Paddock.Core.Grants;
using Paddock.Egress.Masking;
using Paddock.Egress.Policy;

namespace Paddock.Egress.Journal;

/// <summary>What one grant was used for: the requests for the record, and what the code should be told. Safe for use by several threads.</summary>
/// <param name="policy">The grant's; its secrets are masked in paths.</param>
/// <param name="time">What measures the requests.</param>
internal sealed class GrantJournal(GrantPolicy policy, TimeProvider time)
{
    /// <summary>Most notes that are kept word for word: enough to find a mistake, too few to flood the code's stderr.</summary>
    private const int MaxNotes = 20;

    /// <summary>Most requests that are kept with their data.</summary>
    private const int MaxEntries = 1000;

    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private long _unlisted;
    private long _moreNotes;

    /// <summary>Tells the code something, once however often it happens.</summary>
    /// <param name="note">A whole sentence without a prefix. No secret, query value or line break is in it.</param>
    public void Note(string note)
    {
        lock (_lock)
        {
            if (_known.Contains(note))
            {
                return;
            }

            if (_notes.Count == MaxNotes)
            {
                _moreNotes++;
                return;
            }

            _known.Add(note);
            _notes.Add(note);
        }
    }

    /// <summary>Begins a request.</summary>
    /// <param name="method">As it was sent.</param>
    /// <param name="isSecure">Whether it came over TLS.</param>
    /// <param name="host">Canonical, or made harmless; with its port where that is not the scheme's own.</param>
    /// <param name="target">Path and query as they were sent.</param>
    public JournalEntry Begin(string method, bool isSecure, string host, string target)
    {
        lock (_lock)
        {
            bool listed = _entries.Count < MaxEntries;
            JournalEntry entry = new(method, isSecure, host, listed ? JournalPath.Of(target, policy.Mask) : "", time);
            if (listed)
            {
                _entries.Add(entry);
            }
            else
            {
                _unlisted++;
            }

            return entry;
        }
    }

    /// <summary>What is known so far. A request that still runs is listed with the status 0.</summary>
    public GrantReport ToReport()
    {
        lock (_lock)
        {
            List<string> notes = [.. _notes];
            if (_moreNotes > 0)
            {
                notes.Add($"{_moreNotes} more messages of the network were left out");
            }

            return new GrantReport([.. _entries.Select(static entry => entry.ToRequest())], _unlisted, notes);
        }
    }
}
