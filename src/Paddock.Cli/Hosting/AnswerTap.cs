namespace Paddock.Cli.Hosting;

/// <summary>Keeps the answers as they came, for <c>--json</c>.</summary>
internal sealed class AnswerTap(HttpMessageHandler network) : DelegatingHandler(network)
{
    private readonly List<byte[]> _successes = [];

    /// <summary>The bodies of all successes, in their order.</summary>
    public IReadOnlyList<byte[]> Successes => _successes;

    /// <summary>The body of the last answer, when it was not a success.</summary>
    public byte[]? Failure { get; private set; }

    /// <summary>Forgets all successes but the last one: of a long wait nothing else is wanted.</summary>
    public void KeepLast() => _successes.RemoveRange(0, Math.Max(0, _successes.Count - 1));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Failure = null;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            _successes.Add(body);
        }
        else
        {
            Failure = body;
        }

        return response;
    }
}
