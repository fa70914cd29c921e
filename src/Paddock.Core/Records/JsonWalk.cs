using System.Buffers;

namespace Paddock.Core.Records;

/// <summary>
/// Goes over the members of an object or the items of a list in JSON that is known to be well-formed, from bracket to bracket: what lies between them is
/// not looked at, so that ten megabytes of numbers cost little.
/// </summary>
internal ref struct JsonWalk
{
    private static readonly SearchValues<byte> _marks = SearchValues.Create("\"[]{}"u8);
    private static readonly SearchValues<byte> _endsOfScalars = SearchValues.Create(",]} \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _isObject;
    private int _at;

    /// <summary>Begins in front of the first member or item; there is none in anything but an object or a list.</summary>
    public JsonWalk(ReadOnlySpan<byte> json)
    {
        _json = json;
        _at = PassSpace(json, 0);
        _isObject = _at < json.Length && json[_at] == '{';
        _at = _isObject || (_at < json.Length && json[_at] == '[') ? _at + 1 : json.Length;
    }

    /// <summary>The member's name with its quotes; empty for an item.</summary>
    public Range Name { get; private set; }

    /// <summary>The member's value, or the item.</summary>
    public Range Value { get; private set; }

    /// <summary>Whether it is an object.</summary>
    public readonly bool IsObject => _isObject;

    /// <summary>Goes to the next; false behind the last.</summary>
    public bool Next()
    {
        _at = PassSpace(_json, _at);
        if (_at < _json.Length && _json[_at] == ',')
        {
            _at = PassSpace(_json, _at + 1);
        }

        if (_at >= _json.Length || _json[_at] is (byte)']' or (byte)'}')
        {
            _at = _json.Length;
            return false;
        }

        if (_isObject)
        {
            int end = EndOfString(_json, _at);
            Name = _at..end;
            _at = PassSpace(_json, PassSpace(_json, end) + 1); // the colon
        }

        int endOfValue = EndOfValue(_json, _at);
        Value = _at..endOfValue;
        _at = endOfValue;
        return true;
    }

    /// <summary>Where the string ends that begins at <paramref name="start"/>: behind its second quote.</summary>
    public static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        int at = start + 1;
        while (true)
        {
            int length = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            at += length;
            if (json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }

    /// <summary>The first byte from <paramref name="at"/> on that is no white space.</summary>
    public static int PassSpace(ReadOnlySpan<byte> json, int at)
    {
        int length = json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? json.Length : at + length;
    }

    private static int EndOfValue(ReadOnlySpan<byte> json, int start)
    {
        switch (json[start])
        {
            case (byte)'"':
                return EndOfString(json, start);
            case (byte)'{' or (byte)'[':
                return EndOfNest(json, start);
            default:
                int length = json[start..].IndexOfAny(_endsOfScalars);
                return length < 0 ? json.Length : start + length;
        }
    }

    private static int EndOfNest(ReadOnlySpan<byte> json, int start)
    {
        int depth = 0;
        int at = start;
        while (true)
        {
            at += json[at..].IndexOfAny(_marks);
            switch (json[at])
            {
                case (byte)'"':
                    at = EndOfString(json, at);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    at++;
                    break;
                default:
                    at++;
                    if (--depth == 0)
                    {
                        return at;
                    }

                    break;
            }
        }
    }
}
