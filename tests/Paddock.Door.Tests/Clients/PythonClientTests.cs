using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Clients;

/// <summary>HTTP libraries of Python, unmodified: each has its own way to names, certificates and connections.</summary>
public sealed class PythonClientTests(DoorFixture door) : DoorTest(door)
{
    public static TheoryData<string, string, string> Clients => new()
    {
        { "urllib", "HTTP/1.1", """
            import urllib.request
            def get(url):
                with urllib.request.urlopen(urllib.request.Request(url, data=b"0123456789", method="POST")) as response:
                    return response.status, response.read().decode()
            """ },
        { "http.client", "HTTP/1.1", """
            import http.client, ssl
            from urllib.parse import urlsplit
            def get(url):
                parts = urlsplit(url)
                kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
                connection = kind(parts.netloc)
                connection.request("POST", parts.path, b"0123456789")
                response = connection.getresponse()
                return response.status, response.read().decode()
            """ },
        { "requests", "HTTP/1.1", """
            import requests
            def get(url):
                response = requests.post(url, data=b"0123456789")
                return response.status_code, response.text
            """ },
        { "requests with a session", "HTTP/1.1", """
            import requests
            session = requests.Session()
            def get(url):
                session.post(url, data=b"warm")
                response = session.post(url, data=b"0123456789")
                return response.status_code, response.text
            """ },
        { "urllib3", "HTTP/1.1", """
            import urllib3
            def get(url):
                response = urllib3.PoolManager().request("POST", url, body=b"0123456789")
                return response.status, response.data.decode()
            """ },
        { "httpx", "HTTP/1.1", """
            import httpx
            def get(url):
                response = httpx.post(url, content=b"0123456789")
                return response.status_code, response.text
            """ },
        { "httpx asynchronous", "HTTP/1.1", """
            import asyncio, httpx
            async def post(url):
                async with httpx.AsyncClient() as client:
                    return await client.post(url, content=b"0123456789")
            def get(url):
                response = asyncio.run(post(url))
                return response.status_code, response.text
            """ },
        { "aiohttp", "HTTP/1.1", """
            import aiohttp, asyncio
            async def post(url):
                async with aiohttp.ClientSession() as session, session.post(url, data=b"0123456789") as response:
                    return response.status, await response.text()
            def get(url):
                return asyncio.run(post(url))
            """ },
        { "curl", "HTTP/1.1", """
            import subprocess
            def get(url):
                text = subprocess.run(["curl", "-sS", "--http1.1", "-w", "\n%{http_code}", "--data-binary", "0123456789", url], capture_output=True, text=True, check=True).stdout
                body, status = text.rsplit("\n", 1)
                return int(status), body
            """ },
    };

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Clients))]
    public async Task Client_OverHttpsAndHttp_GetsItsAnswer(string client, string protocol, string code)
    {
        var path = NewPath();

        var answer = await PythonAsync(Both, code + "\ndef execute(input):\n    return [get(url) for url in input]", $"""["https://api.example.com{path}","http://plain.example.com{path}"]""");

        answer.ShouldBeValid();
        answer.Stderr.ShouldBeEmpty();
        foreach (var got in answer.Output.EnumerateArray())
        {
            got[0].GetInt32().ShouldBe(200, $"{client}: {answer}");
            got[1].GetString()!.ShouldContain("\"length\":10");
        }

        Door.Upstream.Seen(path).Select(request => request.Host).Distinct().ShouldBe([Hosts.Api, Hosts.Plain], client);
        answer.Output[1][1].GetString()!.ShouldContain(protocol);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Httpx_WithHttp2_SpeaksIt()
    {
        var path = NewPath();

        var answer = await PythonAsync(Both, """
            import httpx
            def execute(input):
                with httpx.Client(http2=True) as client:
                    responses = [client.post(input, content=b"x" * 100000) for _ in range(3)]
                return [[response.http_version, response.status_code] for response in responses]
            """, $"\"https://api.example.com{path}\"");

        answer.ShouldBeValid("""[["HTTP/2",200],["HTTP/2",200],["HTTP/2",200]]""");
        Door.Upstream.Seen(path).ShouldAllBe(request => request.Protocol == "HTTP/2" && request.Body.Length == 100_000);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Websockets_OverTls_EchoesMessages()
    {
        var answer = await PythonAsync(Both, """
            import asyncio, websockets
            async def talk():
                async with websockets.connect("wss://api.example.com/socket") as socket:
                    await socket.send("hello")
                    first = await socket.recv()
                    await socket.send(b"\x00\x01" * 20000)
                    return first, len(await socket.recv())
            def execute(input):
                return asyncio.run(talk())
            """);

        answer.ShouldBeValid("""["hello",40000]""");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Ssl_InTheCell_TrustsTheDoorOnly()
    {
        var answer = await PythonAsync(Both, """
            import socket, ssl
            def execute(input):
                context = ssl.create_default_context()
                with socket.create_connection(("api.example.com", 443)) as raw, context.wrap_socket(raw, server_hostname="api.example.com") as secure:
                    names = secure.getpeercert()["subjectAltName"]
                try:
                    with socket.create_connection(("api.example.com", 443)) as raw, context.wrap_socket(raw, server_hostname="wrong.example.com") as secure:
                        other = secure.getpeercert()["subjectAltName"]
                except ssl.SSLError as error:
                    other = str(error)
                return [names, other, len(context.get_ca_certs())]
            """);

        answer.ShouldBeValid("""[[["DNS","api.example.com"]],[["DNS","wrong.example.com"]],1]""");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Names_InAGrant_AllLeadToTheDoor()
    {
        var answer = await PythonAsync(Both, """
            import asyncio, socket
            def execute(input):
                async def look(name):
                    return await asyncio.get_running_loop().getaddrinfo(name, 443, type=socket.SOCK_STREAM)
                found = [socket.gethostbyname("api.example.com"), socket.gethostbyname("denied.example.net"), asyncio.run(look("plain.example.com"))[0][4][0]]
                return found
            """);

        answer.ShouldBeValid("""["198.18.0.1","198.18.0.1","198.18.0.1"]""");
    }
}
