using System.Buffers;

namespace Paddock.Egress.Masking;

/// <summary>
/// Hides secrets in a stream that comes in pieces. What cannot be the beginning of a secret goes out with the piece that it came in. One request's;
/// disposing of it gives its memory back.
/// </summary>
internal sealed class MaskingBuffer(SecretMask mask) : IDisposable
{
    private byte[] _bytes = [];
    private int _start;
    private int _ready;
    private int _end;
    private int _hidden;

    /// <summary>Bytes that can be taken.</summary>
    public int Ready => _ready - _start;

    /// <summary>Where the next piece goes; at least <paramref name="size"/> bytes. Only when nothing is ready.</summary>
    public Memory<byte> Reserve(int size)
    {
        int held = _end - _start;
        if (_bytes.Length < held + size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(held + size);
            _bytes.AsSpan(_start, held).CopyTo(larger);
            Return();
            _bytes = larger;
        }
        else
        {
            _bytes.AsSpan(_start, held).CopyTo(_bytes);
        }

        _start = 0;
        _ready = 0;
        _end = held;
        return _bytes.AsMemory(held, size);
    }

    /// <summary>Takes in what was written to the place that was reserved.</summary>
    /// <param name="count">Bytes; 0 at the end of the stream.</param>
    public void Commit(int count)
    {
        _end += count;
        (int ready, _hidden) = mask.Hide(_bytes.AsSpan(_start, _end - _start), _hidden, isLast: count == 0);
        _ready = _start + ready;
    }

    /// <summary>Moves what is ready into <paramref name="destination"/>, as much as fits.</summary>
    public int Take(Span<byte> destination)
    {
        int count = Math.Min(Ready, destination.Length);
        _bytes.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    public void Dispose()
    {
        Return();
        _bytes = [];
        _start = _ready = _end = 0;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            // What comes after may be anybody's.
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }
    }
}
