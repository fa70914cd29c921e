using System.Globalization;

namespace Paddock.Core.Schemas.Patterns;

/// <content>Classes in brackets, and escapes.</content>
internal sealed partial class EcmaReader
{
    /// <summary>Reads <c>[…]</c>.</summary>
    private void ReadClass()
    {
        int opened = _at++;
        CodePoints set = new();
        if (_at < source.Length && source[_at] == '^')
        {
            set.IsNegated = true;
            _at++;
        }

        while (_problem is null && _at < source.Length && source[_at] != ']')
        {
            int? from = ReadClassAtom(set);
            bool isRange = _at + 1 < source.Length && source[_at] == '-' && source[_at + 1] != ']';
            if (!isRange || _problem is not null)
            {
                AddAtom(set, from);
                continue;
            }

            _at++;
            int? to = ReadClassAtom(set);
            if (from is { } first && to is { } last)
            {
                if (first > last)
                {
                    Refuse("this range of characters runs backwards");
                }

                set.Add(first, last);
            }
            else
            {
                // As with [\w-.]: the minus sign stands for itself.
                AddAtom(set, from);
                AddAtom(set, '-');
                AddAtom(set, to);
            }
        }

        if (_at >= source.Length)
        {
            _at = opened;
            Refuse("this [ is never closed");
            return;
        }

        _at++;
        _written.Append(set.Write());
    }

    private static void AddAtom(CodePoints set, int? codePoint)
    {
        if (codePoint is { } one)
        {
            set.Add(one);
        }
    }

    /// <summary>One character; null for a class such as <c>\d</c>, which has been added.</summary>
    private int? ReadClassAtom(CodePoints set)
    {
        if (source[_at] != '\\')
        {
            return ReadCodePoint();
        }

        if (++_at == source.Length)
        {
            Refuse("it ends in a backslash");
            return null;
        }

        if (TryReadNamedClass(set))
        {
            return null;
        }

        if (source[_at] == 'b')
        {
            _at++;
            return '\b';
        }

        return ReadCharacterEscape();
    }

    /// <summary>Reads an escape outside of a class; true when it was an end of a word, which is no character.</summary>
    private bool ReadEscape()
    {
        if (++_at == source.Length)
        {
            Refuse("it ends in a backslash");
            return false;
        }

        char c = source[_at];
        CodePoints set = new();
        if (c is 'b' or 'B')
        {
            // .NET's own knows more letters than ECMA-262's.
            _at++;
            _looksAround = true;
            string word = CharacterClasses.Word;
            _written.Append(c == 'b' ? $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))" : $"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))");
            return true;
        }

        if (c == 'k' || c is >= '1' and <= '9')
        {
            ReadReference();
        }
        else if (TryReadNamedClass(set))
        {
            _written.Append(set.Write());
        }
        else if (ReadCharacterEscape() is { } codePoint)
        {
            WriteLiteral(codePoint);
        }

        return false;
    }

    /// <summary>Reads what stands for several characters: <c>\d</c>, <c>\p{L}</c>.</summary>
    private bool TryReadNamedClass(CodePoints set)
    {
        char c = source[_at];
        if (CharacterClasses.TryAdd(set, c))
        {
            _at++;
            return true;
        }

        if (c is not ('p' or 'P'))
        {
            return false;
        }

        int close = _at + 1 < source.Length && source[_at + 1] == '{' ? source.IndexOf('}', _at) : -1;
        if (close < 0 || !CharacterClasses.TryAddProperty(set, source[(_at + 2)..close], complement: c == 'P'))
        {
            Refuse($"\\{c} must name a general category in braces, such as \\p{{L}} or \\p{{Letter}}; scripts are not known");
        }

        _at = close + 1;
        return true;
    }

    /// <summary>Reads what stands for one character; null when there is a problem.</summary>
    private int? ReadCharacterEscape()
    {
        char c = source[_at++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case '0' when _at == source.Length || !char.IsAsciiDigit(source[_at]): return 0;
            case 'c' when _at < source.Length && char.IsAsciiLetter(source[_at]): return source[_at++] % 32;
            case 'x' when TryReadHex(2, out int value): return value;
            case 'u': return ReadUnicodeEscape();
            case var _ when !char.IsAsciiLetterOrDigit(c):
                _at--;
                return ReadCodePoint();
            default:
                _at--;
                Refuse(c is 'A' or 'Z' or 'z' ? $"\\{c} is not known to ECMA-262; use ^ and $" : $"\\{c} is no escape of ECMA-262");
                return null;
        }
    }

    private int? ReadUnicodeEscape()
    {
        if (_at < source.Length && source[_at] == '{')
        {
            int close = source.IndexOf('}', _at);
            if (close > 0
                && int.TryParse(source.AsSpan(_at + 1, close - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int braced)
                && braced is >= 0 and <= CodePoints.Last)
            {
                _at = close + 1;
                return braced;
            }
        }
        else if (TryReadHex(4, out int value))
        {
            int after = _at;
            if (char.IsHighSurrogate((char)value)
                && string.CompareOrdinal(source, _at, @"\u", 0, 2) == 0)
            {
                _at += 2;
                if (TryReadHex(4, out int low) && char.IsLowSurrogate((char)low))
                {
                    return char.ConvertToUtf32((char)value, (char)low);
                }

                _at = after;
            }

            return value;
        }

        Refuse("\\u needs four hexadecimal digits, or up to six in braces");
        return null;
    }

    private bool TryReadHex(int digits, out int value)
    {
        value = 0;
        if (_at + digits > source.Length || !int.TryParse(source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        _at += digits;
        return true;
    }
}
