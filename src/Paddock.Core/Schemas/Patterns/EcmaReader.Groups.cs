using System.Globalization;

namespace Paddock.Core.Schemas.Patterns;

/// <content>Groups, and references to them.</content>
internal sealed partial class EcmaReader
{
    private static readonly string[] _lookaround = ["?=", "?!", "?<=", "?<!"];

    /// <summary>Learns which groups there are, and whether any of them is referred to: a reference may stand before its group.</summary>
    private void FindGroups()
    {
        bool inClass = false;
        for (int i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    _refersBack |= !inClass && i < source.Length && (source[i] == 'k' || source[i] is >= '1' and <= '9');
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    string rest = source[(i + 1)..Math.Min(source.Length, i + 4)];
                    if (!rest.StartsWith('?'))
                    {
                        _groups.Add(null);
                    }
                    else if (NameAt(i + 1, out _) is { } name)
                    {
                        _groups.Add(name);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private long ReadGroup()
    {
        if (++_nesting > MaxNesting)
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"groups stand within groups more than {MaxNesting} deep"));
            return 0;
        }

        int opened = _at++;
        if (Array.Find(_lookaround, kind => string.CompareOrdinal(source, _at, kind, 0, kind.Length) == 0) is { } lookaround)
        {
            _looksAround = true;
            _written.Append('(').Append(lookaround);
            _at += lookaround.Length;
        }
        else if (string.CompareOrdinal(source, _at, "?:", 0, 2) == 0)
        {
            _written.Append("(?:");
            _at += 2;
        }
        else
        {
            // Groups count for nothing unless something refers to them; then by number, since .NET numbers those with names last.
            _written.Append(_refersBack ? "(" : "(?:");
            if (NameAt(_at, out int end) is not null)
            {
                _at = end;
            }
            else if (_at < source.Length && source[_at] == '?')
            {
                Refuse("after (? there can be : = ! <= <! or <name>; flags such as (?i) are not part of ECMA-262 patterns in JSON Schema");
                return 0;
            }
        }

        long size = ReadAlternatives();
        if (_problem is null && _at == source.Length)
        {
            _at = opened;
            Refuse("this ( is never closed");
            return 0;
        }

        _at++;
        _nesting--;
        _written.Append(')');
        return size;
    }

    /// <summary>The name in <c>?&lt;name&gt;</c>, or <c>?P&lt;name&gt;</c> as Python has it; null when there is none.</summary>
    private string? NameAt(int at, out int end)
    {
        int start = string.CompareOrdinal(source, at, "?<", 0, 2) == 0 ? at + 2 : string.CompareOrdinal(source, at, "?P<", 0, 3) == 0 ? at + 3 : source.Length;
        int close = start < source.Length ? source.IndexOf('>', start) : -1;
        end = close + 1;
        return close > start && source.AsSpan(start, close - start).ContainsAnyExcept("=!") && source[start] is not ('=' or '!') ? source[start..close] : null;
    }

    /// <summary>Reads what stands behind the backslash of a reference.</summary>
    private void ReadReference()
    {
        int number;
        if (source[_at] == 'k')
        {
            int close = _at + 1 < source.Length && source[_at + 1] == '<' ? source.IndexOf('>', _at) : -1;
            number = close < 0 ? 0 : _groups.IndexOf(source[(_at + 2)..close]) + 1;
            _at = close < 0 ? _at : close + 1;
        }
        else
        {
            int start = _at;
            while (_at < source.Length && char.IsAsciiDigit(source[_at]))
            {
                _at++;
            }

            number = int.TryParse(source.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : int.MaxValue;
        }

        if (number < 1 || number > _groups.Count)
        {
            Refuse("the group that this refers to is not there");
            return;
        }

        _written.Append(CultureInfo.InvariantCulture, $@"(?:\{number})");
    }
}
