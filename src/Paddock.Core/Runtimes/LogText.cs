using System.Buffers;
using System.Text;

namespace Paddock.Core.Runtimes;

/// <summary>Makes plain text of what a build prints, piece by piece: invalid UTF-8 is replaced; of control characters only line feeds and tabs are left; colours, and marks that change the direction of text, are left out.</summary>
internal sealed class LogText
{
    private const char Escape = '\e';

    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetDecoder();
    private State _state;

    private enum State
    {
        Text,

        /// <summary>After a carriage return, which is a line's end by itself: progress bars have it.</summary>
        Returned,

        /// <summary>After an escape character.</summary>
        Escaped,

        /// <summary>Inside of a sequence that ends with a letter.</summary>
        Sequence,
    }

    /// <summary>The text of the next piece. A character whose end is yet to come is in the next one.</summary>
    public string Read(ReadOnlySpan<byte> utf8)
    {
        char[] characters = ArrayPool<char>.Shared.Rent(_decoder.GetCharCount(utf8, flush: false));
        StringBuilder text = new();
        foreach (char c in characters.AsSpan(0, _decoder.GetChars(utf8, characters, flush: false)))
        {
            _state = Next(c, text);
        }

        ArrayPool<char>.Shared.Return(characters);
        return text.ToString();
    }

    private State Next(char c, StringBuilder text)
    {
        switch (_state)
        {
            case State.Escaped when c == '[':
                return State.Sequence;
            case State.Sequence when c is >= '\x20' and <= '\x3f':
                return State.Sequence;
            case State.Sequence when c is >= '\x40' and <= '\x7e':
                return State.Text;
            case State.Returned when c != '\n':
                text.Append('\n');
                break;
            default:
                break;
        }

        if (c is '\n' or '\t' || !(char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))
        {
            text.Append(c);
        }

        return c switch { Escape => State.Escaped, '\r' => State.Returned, _ => State.Text };
    }
}
