using Microsoft.AspNetCore.Http;
using Paddock.Core.Grants;
using Paddock.Egress.Journal;
using Paddock.Egress.Masking;
using Paddock.Egress.Policy;

namespace Paddock.Egress.Forwarding;

/// <summary>One request that was allowed, on its way out and back.</summary>
/// <param name="Context">Of the code's request.</param>
/// <param name="Host">Where it goes.</param>
/// <param name="IsSecure">Whether it came, and so goes, over TLS.</param>
/// <param name="Credentials">What is added to it.</param>
/// <param name="Mask">What is hidden in the response; null for nothing.</param>
/// <param name="Entry">In the journal.</param>
/// <param name="MaxResponseBytes">Most bytes of the response's body.</param>
/// <param name="Time">By which the host is quiet.</param>
internal sealed record Exchange(
    HttpContext Context,
    ClaimedHost Host,
    bool IsSecure,
    IReadOnlyList<HostCredential> Credentials,
    SecretMask? Mask,
    JournalEntry Entry,
    long MaxResponseBytes,
    TimeProvider Time)
{
    /// <summary>Whatever ends a read sooner than this is not the silence of its host.</summary>
    public TimeSpan LeastSilence { get; init; }

    /// <summary>What we broke the exchange off for; null when we did not.</summary>
    public Failure? Failure { get; set; }

    /// <summary>Whether the host sent nothing more of its response's body for too long.</summary>
    public bool WasSilent { get; set; }

    /// <summary>Whether the code hung up, or its execution was over, before all of the response's body had come.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Whether all of the response came.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Counts bytes of the response's body.</summary>
    /// <exception cref="IOException">They are too many.</exception>
    public void CountReceived(int bytes)
    {
        if (Entry.AddReceived(bytes) > MaxResponseBytes)
        {
            Failure = Forwarding.Failure.TooLong(MaxResponseBytes);
            throw new IOException("The response is too long.");
        }
    }
}
