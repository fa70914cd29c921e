namespace Paddock.Core.Runtimes;

/// <summary>A revision in the queue.</summary>
/// <param name="projectId">ULID of its project.</param>
/// <param name="revision">The revision, as it was when it came.</param>
/// <param name="key">See <see cref="BuiltPackages.Key"/>.</param>
internal sealed class BuildJob(string projectId, StoredRevision revision, string key) : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private volatile BuildLog? _log;
    private volatile bool _isDropped;

    public string ProjectId => projectId;

    public string RuntimeId { get; } = revision.RuntimeId;

    public string RevisionId { get; } = revision.Id;

    public string Key => key;

    /// <summary>Cancelled when the build is to end before its time.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Nobody wants it any more: what became of the revision is in the store already. Else it is the server that stops.</summary>
    public bool IsDropped => _isDropped;

    /// <summary>What the build says; null before it begins.</summary>
    public BuildLog? Log
    {
        get => _log;
        set => _log = value;
    }

    /// <summary>Whether a call to the storage has failed, so that what is stored of it is not certain.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Ends the build because nobody wants it.</summary>
    public void Drop()
    {
        _isDropped = true;
        Cancel();
    }

    /// <summary>Ends the build. What waits for that does not run in here.</summary>
    public void Cancel() => _ = _source.CancelAsync();

    public void Dispose() => _source.Dispose();
}
