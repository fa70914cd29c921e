namespace Paddock.Core.Records;

/// <summary>Finds out at how many bytes long texts have to be cut for the whole to have its size. Short ones stay as they are.</summary>
internal sealed class TextCap
{
    /// <summary>Shorter texts are never cut: there would be little left to understand.</summary>
    public const int Least = 256;

    private readonly List<int> _lengths = [];
    private long _rest;

    /// <summary>Takes a text into account.</summary>
    public void AddText(int bytes)
    {
        if (bytes > Least)
        {
            _lengths.Add(bytes);
        }
        else
        {
            _rest += bytes;
        }
    }

    /// <summary>Takes well-formed JSON into account, with the texts in it.</summary>
    public void AddJson(ReadOnlySpan<byte> json)
    {
        long texts = 0;
        int quote;
        for (int at = 0; (quote = json[at..].IndexOf((byte)'"')) >= 0;)
        {
            int start = at + quote;
            at = JsonWalk.EndOfString(json, start);
            int length = at - start - 2;
            if (length > Least && !IsName(json, at))
            {
                texts += length;
                _lengths.Add(length);
            }
        }

        _rest += json.Length - texts;
    }

    private static bool IsName(ReadOnlySpan<byte> json, int end)
    {
        int next = JsonWalk.PassSpace(json, end);
        return next < json.Length && json[next] == ':';
    }

    /// <summary>The most bytes that a text may have, so that all of it has <paramref name="budget"/> bytes; at least <see cref="Least"/>.</summary>
    public int Find(long budget)
    {
        _lengths.Sort();
        long left = budget - _rest;
        for (int i = 0; i < _lengths.Count; i++)
        {
            long share = left / (_lengths.Count - i);
            if (_lengths[i] > share)
            {
                return (int)Math.Max(Least, share);
            }

            left -= _lengths[i];
        }

        return int.MaxValue;
    }
}
