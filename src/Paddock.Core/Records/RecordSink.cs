using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Paddock.Core.Records;

/// <summary>Writes JSON of a record: with secrets hidden, long texts cut, and everything else as it was.</summary>
/// <param name="mask">What is hidden; null: nothing.</param>
/// <param name="maxBytes">Once so much is written, whole values are left out where that can be.</param>
/// <param name="maxText">The longest text that is kept whole, in bytes.</param>
internal sealed class RecordSink(RecordMask? mask, long maxBytes, int maxText)
{
    // What is said in place of values that were left out.
    private const string Omission = "… (left out by Paddock: the record is full)";

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private bool _needsComma;

    /// <summary>Whether whole values should be left out from here on.</summary>
    public bool IsFull => _buffer.WrittenCount >= maxBytes;

    /// <summary>All that was written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Begins an object or a list.</summary>
    public void Open(char bracket)
    {
        Separate();
        Put((byte)bracket);
        _needsComma = false;
    }

    /// <summary>Ends it.</summary>
    public void Close(char bracket)
    {
        Put((byte)bracket);
        _needsComma = true;
    }

    /// <summary>The name of a member, one of our own.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        Put((byte)'"');
        _buffer.Write(name);
        _buffer.Write("\":"u8);
        _needsComma = false;
    }

    public void Number(long number)
    {
        Separate();
        Span<byte> digits = _buffer.GetSpan(20);
        Utf8Formatter.TryFormat(number, digits, out int written);
        _buffer.Advance(written);
    }

    public void Bool(bool value)
    {
        Separate();
        _buffer.Write(value ? "true"u8 : "false"u8);
    }

    /// <summary>Short text that holds no secret.</summary>
    public void Plain(string text)
    {
        Separate();
        Put((byte)'"');
        Encode(text, int.MaxValue);
        Put((byte)'"');
    }

    /// <summary>Text.</summary>
    public void Text(string text) => Text(Encoding.UTF8.GetBytes(text), "");

    /// <summary>Text, and some of our own after it that is never cut.</summary>
    public void Text(ReadOnlySpan<byte> utf8, string notes)
    {
        Separate();
        string text = Encoding.UTF8.GetString(JsonStringText.WholeCharacters(utf8, Reach(utf8.Length)));
        Quote(mask?.Apply(text, utf8.Length <= maxText) ?? text, utf8.Length, mask?.Apply(notes) ?? notes);
    }

    /// <summary>JSON as it stands in the request or the reply: to its end, or until all is full.</summary>
    /// <param name="json">One value, well-formed.</param>
    /// <param name="saysOmissions">Whether a text may stand where values were left out.</param>
    public void Value(ReadOnlySpan<byte> json, bool saysOmissions)
    {
        Utf8JsonReader reader = JsonSlice.NewReader(json);
        Stack<char> open = new();
        bool isNamed = false;
        while (reader.Read())
        {
            if (IsFull && !isNamed && open.Count > 0 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                LeaveOut(open, saysOmissions);
                return;
            }

            isNamed = reader.TokenType == JsonTokenType.PropertyName;
            Note(open, reader.TokenType);
            Token(ref reader);
        }
    }

    /// <summary>Which brackets are to be closed, the innermost on top.</summary>
    private static void Note(Stack<char> open, JsonTokenType token)
    {
        switch (token)
        {
            case JsonTokenType.StartObject: open.Push('}'); break;
            case JsonTokenType.StartArray: open.Push(']'); break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray: open.Pop(); break;
        }
    }

    /// <summary>Ends all that is open; what is left of it is not even read.</summary>
    private void LeaveOut(Stack<char> open, bool saysOmissions)
    {
        if (saysOmissions)
        {
            Plain(Omission);
            if (open.Peek() == '}')
            {
                _buffer.Write(":null"u8);
            }
        }

        while (open.TryPop(out char bracket))
        {
            Close(bracket);
        }
    }

    private void Token(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: Open('{'); break;
            case JsonTokenType.StartArray: Open('['); break;
            case JsonTokenType.EndObject: Close('}'); break;
            case JsonTokenType.EndArray: Close(']'); break;
            case JsonTokenType.String: String(reader.ValueSpan); break;
            case JsonTokenType.PropertyName:
                String(reader.ValueSpan);
                Put((byte)':');
                _needsComma = false;
                break;
            case JsonTokenType.Number when mask?.Apply(Encoding.ASCII.GetString(reader.ValueSpan)) is not null: Plain(RecordMask.Hidden); break;
            default:
                Separate();
                _buffer.Write(reader.ValueSpan);
                break;
        }
    }

    private void String(ReadOnlySpan<byte> raw)
    {
        Separate();
        string? masked = mask?.Apply(JsonStringText.Read(raw, Reach(raw.Length)), raw.Length <= maxText);
        if (masked is not null || !TryCopy(raw))
        {
            Quote(masked ?? JsonStringText.Read(raw, Reach(raw.Length)), raw.Length, "");
        }
    }

    /// <summary>Writes a text as it stands, cut where it is too long; false when the cut could go through an escape.</summary>
    private bool TryCopy(ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> kept = raw.Length <= maxText ? raw : JsonStringText.WholeCharacters(raw, maxText);
        if (kept.Length < raw.Length && kept.Contains((byte)'\\'))
        {
            return false;
        }

        Put((byte)'"');
        _buffer.Write(kept);
        if (kept.Length < raw.Length)
        {
            EncodeCut(raw.Length);
        }

        Put((byte)'"');
        return true;
    }

    /// <summary>How much of a text has to be looked at: a secret that the cut goes through has to be found, too.</summary>
    private int Reach(int length) => length <= maxText ? length : (int)Math.Min(length, maxText + (4L * (mask?.Longest ?? 0)));

    private void Quote(string text, int length, string notes)
    {
        Put((byte)'"');
        if (length <= maxText)
        {
            Encode(text, int.MaxValue);
        }
        else
        {
            Encode(text, maxText);
            EncodeCut(length);
        }

        Encode(notes, int.MaxValue);
        Put((byte)'"');
    }

    private void EncodeCut(int length) => Encode(string.Create(CultureInfo.InvariantCulture, $"… (cut by Paddock: {length} bytes in all)\n"), int.MaxValue);

    /// <summary>Writes the inside of a string, up to about <paramref name="most"/> bytes.</summary>
    private void Encode(ReadOnlySpan<char> text, int most)
    {
        int before = _buffer.WrittenCount;
        while (!text.IsEmpty && _buffer.WrittenCount - before < most)
        {
            int plain = text.IndexOfAny(JsonEscapes.Special);
            int length = Math.Min(plain < 0 ? text.Length : plain, most - (_buffer.WrittenCount - before));
            if (length > 0)
            {
                Encoding.UTF8.GetBytes(text[..length], _buffer);
                text = text[length..];
            }
            else
            {
                text = text[JsonEscapes.Write(text, _buffer)..];
            }
        }
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Put((byte)',');
        }

        _needsComma = true;
    }

    private void Put(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
