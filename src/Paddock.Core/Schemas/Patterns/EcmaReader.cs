using System.Globalization;
using System.Text;

namespace Paddock.Core.Schemas.Patterns;

/// <summary>
/// Reads a regular expression of ECMA-262 with the flag u, which is what JSON Schema asks for, and writes it as one of .NET's that means the same. It
/// is as lenient as people are used to: <c>\-</c> and <c>{</c> stand for themselves.
/// </summary>
internal sealed partial class EcmaReader(string source)
{
    // Groups within groups: each takes some stack here and in .NET.
    private const int MaxNesting = 50;

    // What .NET can count to without trouble.
    private const int MaxRepeat = 100_000;

    // A linear matcher writes out its repeats: more of them than this and it is slower than one that goes back.
    private const long MaxLinearSize = 2000;

    private readonly StringBuilder _written = new();
    private readonly List<string?> _groups = [];
    private int _at;
    private int _nesting;
    private bool _refersBack;
    private bool _looksAround;
    private bool _repeatsGroup;
    private int _openRepeats;
    private string? _problem;
    private long _size;

    /// <summary>The pattern for .NET.</summary>
    public string Translated => _written.ToString();

    /// <summary>
    /// True when a matcher that goes back could take long, and one that does not will do: that one knows no lookaround and no references, and does not
    /// count far. Where this is false for one of these reasons only a clock ends it.
    /// </summary>
    public bool WantsLinear => (_repeatsGroup || _openRepeats > 1) && !_looksAround && !_refersBack && _size <= MaxLinearSize;

    /// <summary>Reads it all; null when all is well, otherwise what is wrong.</summary>
    public string? Translate()
    {
        FindGroups();
        _size = ReadAlternatives();
        return _problem ?? (_at < source.Length ? Wrong("this ) closes nothing") : null);
    }

    private long ReadAlternatives()
    {
        long size = 0;
        while (_problem is null && _at < source.Length && source[_at] != ')')
        {
            if (source[_at] == '|')
            {
                _written.Append('|');
                _at++;
            }
            else
            {
                size = Math.Min(size + ReadTerm(), int.MaxValue);
            }
        }

        return size;
    }

    /// <summary>An atom and its repeat; how many characters it comes to when written out.</summary>
    private long ReadTerm()
    {
        char c = source[_at];
        long size = 1;
        switch (c)
        {
            case '^':
                _at++;
                _written.Append('^');
                return 0;
            case '$':
                _at++;
                _written.Append(@"\z");
                return 0;
            case '(':
                size = ReadGroup();
                break;
            case '[':
                ReadClass();
                break;
            case '\\':
                if (ReadEscape())
                {
                    return 0; // an end of a word cannot be repeated
                }

                break;
            case '.':
                _at++;
                CodePoints all = new() { IsNegated = true };
                all.Add([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]);
                _written.Append(all.Write());
                break;
            case '*' or '+' or '?':
                Refuse($"there is nothing that this {c} could repeat");
                return 0;
            default:
                WriteLiteral(ReadCodePoint());
                break;
        }

        int before = _at;
        long times = ReadRepeat();
        _repeatsGroup |= c == '(' && _at > before;
        return size * times;
    }

    /// <summary>What may stand behind an atom; how often it comes at least when written out.</summary>
    private long ReadRepeat()
    {
        if (_problem is not null || _at == source.Length)
        {
            return 1;
        }

        long times = 1;
        switch (source[_at])
        {
            case '*' or '+' or '?':
                _openRepeats += source[_at] == '?' ? 0 : 1;
                _written.Append(source[_at++]);
                break;
            case '{' when TryReadBraces(out int least, out int? most):
                if (most < least)
                {
                    Refuse(string.Create(CultureInfo.InvariantCulture, $"a repeat of at least {least} and at most {most} can never be"));
                }
                else if (Math.Max(least, most ?? 0) > MaxRepeat)
                {
                    Refuse(string.Create(CultureInfo.InvariantCulture, $"a repeat counts to {MaxRepeat} at most; use minLength or maxLength"));
                }

                _written.Append(CultureInfo.InvariantCulture, $"{{{least}{(most == least ? "" : ",")}{(most == least ? null : most)}}}");
                _openRepeats += most != least ? 1 : 0;
                times = Math.Max(1, most ?? least);
                break;
            default:
                return 1;
        }

        if (_at < source.Length && source[_at] == '?')
        {
            _written.Append('?');
            _at++;
        }

        if (_at < source.Length && (source[_at] is '*' or '+' or '?' || (source[_at] == '{' && TryReadBraces(out _, out _))))
        {
            Refuse("a repeat cannot be repeated; put a group (?:…) around it");
        }

        return times;
    }

    /// <summary>Reads <c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>; false, and nothing is read, when it is none of them.</summary>
    private bool TryReadBraces(out int least, out int? most)
    {
        least = 0;
        most = null;
        int end = source.IndexOf('}', _at);
        if (end < 0)
        {
            return false;
        }

        string[] parts = source[(_at + 1)..end].Split(',');
        if (parts.Length > 2 || !TryCount(parts[0], out least))
        {
            return false;
        }

        int value = least;
        if (parts.Length == 2 && parts[1].Length > 0 && !TryCount(parts[1], out value))
        {
            return false;
        }

        most = parts.Length == 1 || parts[1].Length > 0 ? value : null;
        _at = end + 1;
        return true;
    }

    private static bool TryCount(string text, out int count)
    {
        count = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        count = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : int.MaxValue;
        return true;
    }

    private int ReadCodePoint()
    {
        int codePoint = char.IsSurrogatePair(source, _at) ? char.ConvertToUtf32(source, _at) : source[_at];
        _at += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    private void WriteLiteral(int codePoint)
    {
        if (codePoint > char.MaxValue)
        {
            string pair = char.ConvertFromUtf32(codePoint);
            _written.Append(CultureInfo.InvariantCulture, $"(?:{CodePoints.Escape(pair[0])}{CodePoints.Escape(pair[1])})");
        }
        else if (char.IsAsciiLetterOrDigit((char)codePoint))
        {
            _written.Append((char)codePoint);
        }
        else
        {
            _written.Append(CodePoints.Escape(codePoint));
        }
    }

    private void Refuse(string problem) => _problem ??= Wrong(problem);

    private string Wrong(string problem) => string.Create(CultureInfo.InvariantCulture, $"{problem} (character {Math.Min(_at, source.Length) + 1})");
}
