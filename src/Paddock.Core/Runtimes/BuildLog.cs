using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Paddock.Core.Grants;
using Paddock.Core.Records;

namespace Paddock.Core.Runtimes;

/// <summary>
/// What a build says, while it says it. Of a long log the beginning and the end are kept, and how much is missing in between is said. The operator's credentials are
/// masked. Thread-safe.
/// </summary>
/// <param name="maxBytes">The most bytes that are kept.</param>
/// <param name="credentials">What must not be seen.</param>
internal sealed partial class BuildLog(int maxBytes, IReadOnlyList<HostCredential> credentials)
{
    /// <summary>What begins our own lines.</summary>
    private const string Prefix = "paddock: ";

    /// <summary>Stands before our own lines as long as they are kept: no build can print it, so none can pass its lines off as ours.</summary>
    private const string Mark = "\u0001";

    /// <summary>Bytes that are set aside for the line about what is missing.</summary>
    private const int GapBytes = 160;

    /// <summary>One part of the whole is the beginning; why a build failed stands at the end.</summary>
    private const int HeadShare = 4;

    private readonly Lock _lock = new();
    private LogText _text = new();
    private readonly byte[] _head = new byte[(maxBytes - GapBytes) / HeadShare];
    private readonly byte[] _tail = new byte[maxBytes - GapBytes - ((maxBytes - GapBytes) / HeadShare)];
    private long _length;
    private bool _isAtLineStart = true;
    private string? _shown;

    /// <summary>Takes what the package manager says: UTF-8, or not.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        lock (_lock)
        {
            Keep(_text.Read(utf8));
        }
    }

    /// <summary>Adds a line of our own.</summary>
    public void Say(string sentence)
    {
        lock (_lock)
        {
            // Whatever the build has begun and not ended ends here; and a sentence may quote what a build made up.
            _text = new LogText();
            string line = _text.Read(Encoding.UTF8.GetBytes($"{Prefix}{sentence.ReplaceLineEndings(" ")}\n"));
            Keep(_isAtLineStart ? $"{Mark}{line}" : $"\n{Mark}{line}");
        }
    }

    /// <summary>The log as people may see it.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            return _shown ??= Show();
        }
    }

    [GeneratedRegex("^paddock:", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ForgedPrefix();

    private void Keep(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        _isAtLineStart = text[^1] == '\n';
        _shown = null;
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        if (_length < _head.Length)
        {
            int fits = (int)Math.Min(bytes.Length, _head.Length - _length);
            bytes[..fits].CopyTo(_head.AsSpan((int)_length));
            _length += fits;
            bytes = bytes[fits..];
        }

        // Of a piece that is longer than the whole end, only its own end.
        int skipped = Math.Max(0, bytes.Length - _tail.Length);
        _length += skipped;
        bytes = bytes[skipped..];
        while (!bytes.IsEmpty)
        {
            int at = (int)((_length - _head.Length) % _tail.Length);
            int fits = Math.Min(bytes.Length, _tail.Length - at);
            bytes[..fits].CopyTo(_tail.AsSpan(at));
            _length += fits;
            bytes = bytes[fits..];
        }
    }

    private string Show()
    {
        RecordMask? mask = RecordMask.Of(credentials);
        string Masked(ReadOnlySpan<byte> bytes)
        {
            string text = ForgedPrefix().Replace(Encoding.UTF8.GetString(bytes), "| paddock:").Replace(Mark, "", StringComparison.Ordinal);
            return mask?.Apply(text) ?? text;
        }

        long behindHead = Math.Max(0, _length - _head.Length);
        if (behindHead <= _tail.Length)
        {
            return Masked([.. _head.AsSpan(0, (int)Math.Min(_length, _head.Length)), .. _tail.AsSpan(0, (int)behindHead)]);
        }

        // Half of a secret may stand at both sides of the gap.
        int edge = mask?.Longest ?? 0;
        int start = (int)(behindHead % _tail.Length);
        string head = Masked(_head.AsSpan(0, Whole(_head)));
        byte[] end = [.. _tail.AsSpan(start), .. _tail.AsSpan(0, start)];
        string tail = Masked(end.AsSpan(Broken(end)));
        string gap = string.Create(
            CultureInfo.InvariantCulture, $"\n{Prefix}{behindHead - _tail.Length} bytes are left out here; {RuntimesOptions.Setting(nameof(RuntimesOptions.MaxLogBytes))} keeps more\n");
        return string.Concat(head.AsSpan(0, Math.Max(0, head.Length - edge)), gap, tail.AsSpan(Math.Min(edge, tail.Length)));
    }

    /// <summary>How many bytes at the start are whole characters: the last one may be cut.</summary>
    private static int Whole(ReadOnlySpan<byte> utf8)
    {
        int last = utf8.Length;
        while (last > 0 && (utf8[last - 1] & 0xC0) == 0x80)
        {
            last--;
        }

        if (last == 0 || utf8[last - 1] < 0xC0)
        {
            return utf8.Length;
        }

        int size = utf8[last - 1] >= 0xF0 ? 4 : utf8[last - 1] >= 0xE0 ? 3 : 2;
        return last - 1 + size <= utf8.Length ? utf8.Length : last - 1;
    }

    /// <summary>How many bytes at the start are the end of a character.</summary>
    private static int Broken(ReadOnlySpan<byte> utf8)
    {
        int at = 0;
        while (at < utf8.Length && (utf8[at] & 0xC0) == 0x80)
        {
            at++;
        }

        return at;
    }
}
