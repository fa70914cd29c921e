using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Faults;

/// <summary>What goes wrong behind the door, or before it: the code gets a clear answer within its time, and the next one is not hurt.</summary>
public sealed class FaultTests(DoorFixture door) : DoorTest(door)
{
    private const string Any = """{"allow":[{"host":"*"},{"host":"faulty.example.com"}]}""";

    private const string Get = """
        import requests
        def execute(input):
            try:
                response = requests.get(input, timeout=10)
                return [response.status_code, response.text[:2000]]
            except requests.RequestException as error:
                return [0, type(error).__name__]
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("https://refusing.example.com/", 502, "refused")]
    [InlineData("https://expired.example.com/", 502, "expired")]
    [InlineData("https://misnamed.example.com/", 502, "misnamed.example.com")]
    [InlineData("https://untrusted.example.com/", 502, "certificate")]
    [InlineData("https://nowhere.invalid/", 502, "nowhere.invalid")]
    [InlineData("http://faulty.example.com/reset", 502, "faulty.example.com")]
    [InlineData("http://faulty.example.com/close", 502, "faulty.example.com")]
    [InlineData("http://faulty.example.com/garbage", 502, "faulty.example.com")]
    [InlineData("http://faulty.example.com/endless-headers", 502, "head that is too long")]
    public async Task Host_ThatFailsBeforeItsAnswer_IsReported(string url, int status, string reason)
    {
        var answer = await PythonAsync(Any, Get, $"\"{url}\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(status, answer.ToString());
        answer.Output[1].GetString()!.ShouldContain(reason, Case.Insensitive);
        answer.Stderr.ShouldStartWith("paddock: ", Case.Sensitive, answer.ToString());
        answer.Stderr.ShouldContain(reason, Case.Insensitive, answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("short")]
    [InlineData("endless-body")]
    public async Task Body_ThatIsNotWhole_IsAnErrorOfTheClient(string fault)
    {
        var answer = await PythonAsync(Any, Get, $"\"http://faulty.example.com/{fault}\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(0, answer.ToString());
        answer.Stderr.ShouldStartWith("paddock: ", Case.Sensitive, answer.ToString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Head_ThatSaysMoreThanItMay_SaysNoMore()
    {
        var answer = await PythonAsync(Any, """
            import http.client
            def execute(input):
                said = []
                for path in ("/reason", "/no-content"):
                    connection = http.client.HTTPConnection("faulty.example.com", timeout=10)
                    connection.request("GET", path)
                    response = connection.getresponse()
                    said.append([response.status, response.reason, response.getheader("Content-Length")])
                return said
            """);

        answer.ShouldBeValid("""[[401,"Unauthorized","0"],[204,"No Content",null]]""");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("h2c")]
    [InlineData("websocket")]
    public async Task Switch_ToAnythingButWebSocket_IsNotPassed(string protocol)
    {
        var answer = await PythonAsync(Any, """
            import http.client
            def execute(input):
                connection = http.client.HTTPConnection("faulty.example.com", timeout=10)
                connection.request("GET", "/switch", headers={"Connection": "Upgrade", "Upgrade": input, "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
                return connection.getresponse().status
            """, $"\"{protocol}\"");

        answer.ShouldBeValid("502");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Connection_ToAHost_IsOneExecutionsAlone()
    {
        const string Code = """
            import requests
            def execute(input):
                return [requests.get("https://api.example.com/connection", timeout=10).text for i in range(2)]
            """;

        var first = (await PythonAsync(Any, Code)).ShouldBeValid().Output;
        var second = (await PythonAsync(Any, Code)).ShouldBeValid().Output;

        first[1].GetString().ShouldBe(first[0].GetString());
        second[0].GetString().ShouldNotBe(first[0].GetString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_LongerThanItsLength_IsCutThere() =>
        (await PythonAsync(Any, Get, "\"http://faulty.example.com/long\"")).ShouldBeValid("""[200,"four"]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Body_LargerThanAllowed_IsRefusedWithTheSetting()
    {
        var answer = await PythonAsync(Any, Get, $"\"https://api.example.com/bytes/{DoorFixture.MaxResponseBytes + 1}\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(502, answer.ToString());
        answer.Stderr.ShouldContain("Egress__MaxResponseBytes");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("http://faulty.example.com/stall")]
    [InlineData("http://faulty.example.com/stall-midway")]
    [InlineData("https://api.example.com/hang")]
    public async Task Host_ThatStalls_EndsWithTheExecution(string url)
    {
        var answer = await PythonAsync(Any, """
            import requests
            def execute(input):
                return requests.get(input).text
            """, $"\"{url}\"", timeout: 2);

        answer.ShouldBeKilled(124, "timeout");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Garbage_FromTheCell_IsAnsweredAndForgotten()
    {
        var answer = await PythonAsync(Any, """
            import os, socket
            def execute(input):
                heard = []
                for port, said in ((80, b"\x00\x01\x02\x03 nonsense\r\n\r\n"), (443, b"\x16\x03\x01\x00\x05abcde"), (443, b"GET / HTTP/9.9\r\n\r\n"), (80, os.urandom(100000)),
                                   (80, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100000 + b"\r\n"), (80, b"GET " + b"/x" * 100000 + b" HTTP/1.1\r\nHost: api.example.com\r\n\r\n"),
                                   (80, b"POST / HTTP/1.1\r\nHost: plain.example.com\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n")):
                    with socket.create_connection(("198.18.0.1", port), timeout=10) as connection:
                        try:
                            connection.sendall(said)
                            connection.shutdown(socket.SHUT_WR)
                            heard.append(len(connection.recv(65536)) >= 0)
                        except OSError as error:
                            heard.append(not isinstance(error, TimeoutError))
                return heard
            """);

        answer.ShouldBeValid("[true,true,true,true,true,true,true]");
        await TheDoorIsFineAsync();
    }

    [Fact(Timeout = 2 * TestTimeout.Default)]
    public async Task Connections_ByTheThousand_AreCutAtTheLimitAndSaid()
    {
        var answer = await PythonAsync(Any, """
            import socket, requests
            def execute(input):
                held, closed = [], 0
                for i in range(1000):
                    connection = socket.create_connection(("198.18.0.1", 80), timeout=10)
                    held.append(connection)
                for connection in held:
                    connection.settimeout(0.002)
                    try:
                        connection.recv(1)
                        closed += 1
                    except TimeoutError:
                        pass
                    except ConnectionResetError:
                        closed += 1
                for connection in held:
                    connection.close()
                return closed
            """);

        answer.ShouldBeValid();
        answer.Output.GetInt32().ShouldBeInRange(1000 - DoorFixture.MaxConnections, 1000, answer.ToString());
        answer.Stderr.ShouldContain("Egress__MaxConnectionsPerExecution");
        await TheDoorIsFineAsync();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task NameServer_ThatIsFlooded_HurtsNobody()
    {
        var answer = await PythonAsync(Any, """
            import os, socket, struct
            def execute(input):
                query = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + b"\x03api\x07example\x03com\x00" + struct.pack(">HH", 1, 1)
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flood:
                    flood.connect(("127.0.0.1", 53))
                    sent = 0
                    for i in range(20000):
                        try:
                            flood.send(query if i % 2 else os.urandom(i % 500))
                            sent += 1
                        except OSError:
                            pass
                return sent > 0
            """);

        answer.ShouldBeValid("true");
        await TheDoorIsFineAsync();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Caller_ThatHangsUp_EndsTheRequestBehindTheDoor()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var path = NewPath();
        var call = new FunctionCall("python", $$"""
            import requests
            def execute(input):
                requests.get("https://api.example.com{{path}}")
                return requests.get("https://api.example.com/hang").text
            """) { Http = Both };
        var running = Door.Client.ExecuteAsync(call, caller.Token);
        await Eventually.HoldsAsync(() => Door.Upstream.Seen(path).Count == 1, TimeSpan.FromSeconds(20), () => "the code has not come so far", Cancellation);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await Eventually.HoldsAsync(() => Door.Upstream.Hanging == 0, TimeSpan.FromSeconds(10), () => $"{Door.Upstream.Hanging} requests hang", Cancellation);
    }

    private async Task TheDoorIsFineAsync()
    {
        var path = NewPath();
        (await PythonAsync(Any, Get, $"\"https://api.example.com{path}\"")).ShouldBeValid().Output[0].GetInt32().ShouldBe(200);
        Door.Upstream.Seen(path).ShouldHaveSingleItem();
    }
}
