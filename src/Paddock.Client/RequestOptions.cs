namespace Paddock.Client;

/// <summary>What is different for one call. What is null is as in <see cref="PaddockClientOptions"/>.</summary>
public sealed record RequestOptions
{
    /// <summary>How often this call is tried again, 0 to 100.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>How long one try may take, up to 24 days or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. It counts as it is, whatever the request allows its code.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>More headers; they win over those of the client.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}
