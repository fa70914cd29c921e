using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Streaming;

/// <summary>What is sent piece by piece arrives piece by piece. The hosts wait for what the code does with the first piece before they send the second.</summary>
public sealed class StreamingTests(DoorFixture door) : DoorTest(door)
{
    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", """
        import requests
        def execute(input):
            events = []
            with requests.get(f"https://api.example.com/events/{input}", stream=True, timeout=10) as response:
                for line in response.iter_lines():
                    if line:
                        events.append(line.decode())
                        requests.get(f"https://api.example.com/gates/{input}", timeout=10)
            return events
        """)]
    [InlineData("javascript", """
        async function execute(input) {
          const events = [];
          const response = await fetch(`https://api.example.com/events/${input}`);
          for await (const chunk of response.body) {
            events.push(new TextDecoder().decode(chunk).trim());
            await fetch(`https://api.example.com/gates/${input}`);
          }
          return events;
        }
        """)]
    public async Task Events_OfAServer_ComeOneByOne(string language, string code) =>
        (await RunAsync(language, Both, code, $"\"{Guid.NewGuid():n}\"")).ShouldBeValid("""["data: one","data: two"]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Events_WithCredentials_ComeOneByOne() =>
        (await PythonAsync("""{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"data: o-is-how-it-begins"}}}]}""", """
            import requests
            def execute(input):
                events = []
                with requests.get(f"https://api.example.com/events/{input}", stream=True, timeout=10) as response:
                    for line in response.iter_lines():
                        if line:
                            events.append(line.decode())
                            requests.get(f"https://api.example.com/gates/{input}", timeout=10)
                return events
            """, $"\"{Guid.NewGuid():n}\"")).ShouldBeValid("""["data: one","data: two"]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_ThatIsSentInPieces_IsAnsweredPieceByPiece()
    {
        var answer = await PythonAsync(Both, """
            import socket, ssl
            def execute(input):
                context = ssl.create_default_context()
                raw = socket.create_connection(("api.example.com", 443), timeout=10)
                with context.wrap_socket(raw, server_hostname="api.example.com") as connection:
                    connection.sendall(b"POST /duplex HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: chunked\r\n\r\n")
                    heard = b""
                    for word in (b"ping", b"pong", b"last"):
                        connection.sendall(b"4\r\n" + word + b"\r\n")
                        while word not in heard:
                            piece = connection.recv(4096)
                            if not piece:
                                return heard.decode()
                            heard += piece
                    connection.sendall(b"0\r\n\r\n")
                return "each was heard before the next was said"
            """);

        answer.ShouldBeValid("\"each was heard before the next was said\"");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_OfManyMegabytes_ArrivesWhole()
    {
        var path = NewPath();

        var answer = await PythonAsync(Both, """
            import requests
            def execute(input):
                sent = requests.post(f"https://api.example.com{input}", data=(b"x" * 65536 for _ in range(160)), timeout=20)
                got = requests.get("https://api.example.com/bytes/8000000", timeout=20)
                return [sent.json()["length"], len(got.content)]
            """, $"\"{path}\"");

        answer.ShouldBeValid("[10485760,8000000]");
    }
}
