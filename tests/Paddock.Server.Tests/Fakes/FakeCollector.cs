using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Paddock.Server.Tests.Fakes;

/// <summary>An OpenTelemetry collector that answers the first request and keeps it.</summary>
internal sealed class FakeCollector : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FakeCollector()
    {
        _listener.Start();
        Request = AnswerAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>The request, headers and all, each byte a character.</summary>
    public Task<string> Request { get; }

    public void Dispose() => _listener.Stop();

    private async Task<string> AnswerAsync()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        StringBuilder text = new();
        byte[] buffer = new byte[64 * 1024];
        while (!IsWhole(text.ToString()))
        {
            int read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            read.ShouldBeGreaterThan(0, "the request ended early");
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        return text.ToString();
    }

    private static bool IsWhole(string text)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0
            && text[..end].Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } length
            && text.Length - end - 4 >= int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
