using Paddock.Core.Grants;

namespace Paddock.Egress.Journal;

/// <summary>One request while it runs. Written by its own request alone; read by the journal at any time.</summary>
internal sealed class JournalEntry(string method, bool isSecure, string host, string path, TimeProvider time)
{
    private const int MaxMethodLength = 32;

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan? _duration;
    private int _status;
    private bool _isAllowed;
    private long _sentBytes;
    private long _receivedBytes;

    /// <summary>Bytes of the response's body so far.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>The grant allows it.</summary>
    public void Allow() => Volatile.Write(ref _isAllowed, true);

    /// <summary>Counts bytes of the request's body.</summary>
    public void AddSent(int bytes) => Interlocked.Add(ref _sentBytes, bytes);

    /// <summary>Counts bytes of the response's body.</summary>
    public long AddReceived(int bytes) => Interlocked.Add(ref _receivedBytes, bytes);

    /// <summary>Ends it; only the first call counts.</summary>
    /// <param name="status">What the code got; 0 when the connection ended without it.</param>
    public void End(int status)
    {
        lock (_lock)
        {
            if (_duration is null)
            {
                _duration = time.GetElapsedTime(_began);
                _status = status;
            }
        }
    }

    /// <summary>For the record.</summary>
    public GrantRequest ToRequest()
    {
        lock (_lock)
        {
            return new GrantRequest
            {
                Method = method.Length <= MaxMethodLength ? method : method[..MaxMethodLength],
                Scheme = isSecure ? "https" : "http",
                Host = host,
                Path = path,
                IsAllowed = Volatile.Read(ref _isAllowed),
                Status = _status,
                SentBytes = Interlocked.Read(ref _sentBytes),
                ReceivedBytes = Interlocked.Read(ref _receivedBytes),
                Duration = _duration ?? time.GetElapsedTime(_began),
            };
        }
    }
}
