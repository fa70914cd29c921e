using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Paddock.Egress.Listening;

/// <summary>
/// Tells TLS from plain HTTP, whatever port was dialed. In the server's own pipeline: all that goes before a connection's first request is done while
/// the code still prepares its first byte.
/// </summary>
internal static class FirstByte
{
    /// <summary>The first byte of a TLS record that holds a handshake; no HTTP request begins with it.</summary>
    private const byte TlsHandshake = 0x16;

    /// <summary>Waits for the first byte, which stays to be read; no thread waits with it.</summary>
    /// <param name="connection">Has the feature <see cref="DoorConnection"/>, which is told what it is.</param>
    /// <param name="secure">Goes on when it opens a TLS handshake.</param>
    /// <param name="plain">Goes on otherwise. Neither does when the connection ends before.</param>
    public static async Task PassOnAsync(ConnectionContext connection, ConnectionDelegate secure, ConnectionDelegate plain)
    {
        PipeReader input = connection.Transport.Input;
        ReadResult read;
        try
        {
            read = await input.ReadAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return;
        }

        if (read.Buffer.IsEmpty || connection.Features.Get<DoorConnection>() is not { } door)
        {
            return;
        }

        bool isSecure = read.Buffer.FirstSpan[0] == TlsHandshake;
        input.AdvanceTo(read.Buffer.Start);
        connection.Features.Set(door with { IsSecure = isSecure });
        await (isSecure ? secure : plain)(connection).ConfigureAwait(false);
    }
}
