using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Paddock.Bench.Tests;

/// <summary>What counts as a right answer, and what becomes of the others.</summary>
public sealed class LoadGeneratorTests
{
    private const string Right = """{"output":{"name":"John","executed":true},"output_status":"valid"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Count_OfRightAnswers_HasALatencyForEach()
    {
        using var server = new FixedServer($"HTTP/1.1 200 OK\r\nContent-Length: {Right.Length}\r\n\r\n{Right}");
        var load = new LoadGenerator(server.Port, "GET /\r\n\r\n"u8.ToArray(), Workload.IsRight);

        load.Count(clients: 3, perClient: 4, Cancellation).Count.ShouldBe(12);

        (load.Right, load.Wrong).ShouldBe((12, 0));
    }

    [Theory]
    [InlineData("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}", "429")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nnonsense", "nonsense")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "closed")]
    public void Count_OfWrongAnswers_CountsEachAndKeepsTheFirst(string answer, string first)
    {
        using var server = new FixedServer(answer);
        var load = new LoadGenerator(server.Port, "GET /\r\n\r\n"u8.ToArray(), Workload.IsRight);

        load.Count(clients: 2, perClient: 3, Cancellation).ShouldBeEmpty();

        (load.Right, load.Wrong).ShouldBe((0, 6));
        load.FirstWrong.ShouldNotBeNull().ShouldContain(first);
    }

    [Fact]
    public void Count_WithoutAServer_EndsWithAMessage()
    {
        int port;
        using (var server = new FixedServer(""))
        {
            port = server.Port;
        }

        Should.Throw<BenchException>(() => new LoadGenerator(port, [], Workload.IsRight).Count(clients: 8, perClient: 1, Cancellation));
    }

    /// <summary>Gives the same answer to whatever it receives; one without its whole body is followed by the end of the connection.</summary>
    private sealed class FixedServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _answer;
        private readonly bool _closes;

        public FixedServer(string answer)
        {
            (_answer, _closes) = (Encoding.ASCII.GetBytes(answer), answer.EndsWith("half", StringComparison.Ordinal));
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = AnswerAsync(await _listener.AcceptSocketAsync(Cancellation));
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
            {
            }
        }

        private async Task AnswerAsync(Socket socket)
        {
            using var own = socket;
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, Cancellation) > 0)
            {
                await socket.SendAsync(_answer, Cancellation);
                if (_closes)
                {
                    return;
                }
            }
        }
    }
}
