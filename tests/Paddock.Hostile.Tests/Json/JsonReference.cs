using System.Text;

namespace Paddock.Hostile.Tests.Json;

/// <summary>RFC 8259 read off the page: slow, plain, and independent of the parser that the product uses.</summary>
internal sealed class JsonReference
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _text;
    private readonly int _maxDepth;
    private int _at;

    private JsonReference(byte[] text, int maxDepth)
    {
        _text = text;
        _maxDepth = maxDepth;
    }

    /// <summary>True for exactly one value in well-formed UTF-8, nested no deeper than <paramref name="maxDepth"/>.</summary>
    public static bool IsValue(byte[] text, int maxDepth)
    {
        try
        {
            _strict.GetCharCount(text);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        var reader = new JsonReference(text, maxDepth);
        return reader.Value(0) && reader.Blank() && reader._at == text.Length;
    }

    private int Next => _at < _text.Length ? _text[_at] : -1;

    private bool Blank()
    {
        while (Next is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }

        return true;
    }

    private bool Take(char wanted)
    {
        var found = Next == wanted;
        _at += found ? 1 : 0;
        return found;
    }

    private bool Word(string word) => word.All(Take);

    private bool Value(int depth)
    {
        Blank();
        return Next switch
        {
            '{' => depth < _maxDepth && Container('{', '}', () => Blank() && String() && Blank() && Take(':') && Value(depth + 1)),
            '[' => depth < _maxDepth && Container('[', ']', () => Value(depth + 1)),
            '"' => String(),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };
    }

    private bool Container(char open, char close, Func<bool> entry)
    {
        Take(open);
        Blank();
        if (Take(close))
        {
            return true;
        }

        do
        {
            if (!entry())
            {
                return false;
            }

            Blank();
        }
        while (Take(','));
        return Take(close);
    }

    private bool String()
    {
        if (!Take('"'))
        {
            return false;
        }

        while (Next >= 0x20 && Next != '"')
        {
            if (_text[_at++] == '\\' && !Escape())
            {
                return false;
            }
        }

        return Take('"');
    }

    private bool Escape()
    {
        if (!Take('u'))
        {
            return "\"\\/bfnrt".Any(Take);
        }

        for (var i = 0; i < 4; i++, _at++)
        {
            if (!char.IsAsciiHexDigit((char)Math.Max(Next, 0)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Number()
    {
        Take('-');
        if (!Take('0') && !Digits())
        {
            return false;
        }

        if (Take('.') && !Digits())
        {
            return false;
        }

        return !(Take('e') || Take('E')) || ((Take('+') || Take('-') || true) && Digits());
    }

    private bool Digits()
    {
        var start = _at;
        while (Next is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start;
    }
}
