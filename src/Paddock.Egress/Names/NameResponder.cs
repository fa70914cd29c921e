using System.Net;
using System.Net.Sockets;

namespace Paddock.Egress.Names;

/// <summary>Answers the name queries of one cell.</summary>
internal sealed class NameResponder(Socket socket)
{
    /// <summary>Most packets it reads, answerable or not; then its socket is closed. Two for each connection of a program that makes thousands.</summary>
    public const int MaxQueries = 32_768;

    // A query is a header, a name and little more; what is longer is cut off there.
    private const int MaxQueryLength = 1232;

    /// <summary>Answers until the socket is closed, or has had enough. It never throws for what the cell does.</summary>
    /// <returns>True when it has had enough.</returns>
    public async Task<bool> RunAsync()
    {
        byte[] query = new byte[MaxQueryLength];
        byte[] answer = new byte[NameAnswer.MaxLength];
        SocketAddress sender = new(socket.AddressFamily);
        using (socket)
        {
            for (int count = 0; count < MaxQueries; count++)
            {
                try
                {
                    int length = await socket.ReceiveFromAsync(query, SocketFlags.None, sender).ConfigureAwait(false);
                    if (NameAnswer.Write(query.AsSpan(0, length), answer) is > 0 and int answerLength)
                    {
                        await socket.SendToAsync(answer.AsMemory(0, answerLength), SocketFlags.None, sender).ConfigureAwait(false);
                    }
                }
                catch (SocketException error) when (error.SocketErrorCode != SocketError.OperationAborted)
                {
                    // About one packet: too long, or its sender has gone. It counts like any other, so this cannot spin.
                }
                catch (Exception error) when (error is SocketException or ObjectDisposedException)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
