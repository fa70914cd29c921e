using System.Buffers;

namespace Paddock.Egress.Masking;

/// <summary>
/// Hides secrets in a stream that comes in pieces. The last bytes, fewer than the longest spelling has, wait for what follows,
/// whatever they are. One request's; disposing of it gives its memory back.
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

    /// <summary>Bytes that wait for what follows.</summary>
    public int Held => _end - _ready;

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
        Hide(isLast: count == 0);
    }

    /// <summary>Makes ready what waits. The place that was reserved stays where it is.</summary>
    public void Release() => Hide(isLast: true);

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

    private void Hide(bool isLast)
    {
        (int ready, _hidden) = mask.Hide(_bytes.AsSpan(_start, _end - _start), _hidden, isLast);
        _ready = _start + ready;
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
