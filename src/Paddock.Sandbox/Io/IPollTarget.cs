namespace Paddock.Sandbox.Io;

/// <summary>Something that waits for its descriptors in the <see cref="IoLoop"/>.</summary>
internal interface IPollTarget
{
    /// <summary>Called on the loop's thread when the descriptor registered under <paramref name="slot"/> is ready. Must not block or throw.</summary>
    /// <param name="slot">The number given at registration.</param>
    void OnReady(int slot);

    /// <summary><see cref="OnReady"/> threw: a bug, or no memory. The target closes what it holds and tells whoever waits for it; nothing is delivered any more.</summary>
    /// <param name="error">What it threw; already logged.</param>
    void OnFault(Exception error);
}
