using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Clients;

/// <summary>HTTP clients of JavaScript and TypeScript, unmodified.</summary>
public sealed class ScriptClientTests(DoorFixture door) : DoorTest(door)
{
    public static TheoryData<string, string, string> Clients => new()
    {
        { "javascript", "fetch", """
            async function get(url) {
              const response = await fetch(url, { method: "POST", body: "0123456789" });
              return [response.status, await response.text()];
            }
            """ },
        { "typescript", "fetch", """
            async function get(url: string): Promise<[number, string]> {
              const response: Response = await fetch(url, { method: "POST", body: "0123456789" });
              return [response.status, await response.text()];
            }
            """ },
        { "javascript", "node:https and node:http", """
            import http from "node:http";
            import https from "node:https";
            function get(url) {
              return new Promise((resolve, reject) => {
                const request = (url.startsWith("https") ? https : http).request(url, { method: "POST" }, response => {
                  let text = "";
                  response.on("data", chunk => text += chunk);
                  response.on("end", () => resolve([response.statusCode, text]));
                });
                request.on("error", reject);
                request.end("0123456789");
              });
            }
            """ },
    };

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Clients))]
    public async Task Client_OverHttpsAndHttp_GetsItsAnswer(string language, string client, string code)
    {
        var path = NewPath();

        var answer = await RunAsync(
            language,
            Both,
            code + (language == "typescript" ? "\nasync function execute(input: string[]) {" : "\nasync function execute(input) {") + " return await Promise.all(input.map(get)); }",
            $"""["https://api.example.com{path}","http://plain.example.com{path}"]""");

        answer.ShouldBeValid();
        answer.Stderr.ShouldBeEmpty();
        foreach (var got in answer.Output.EnumerateArray())
        {
            got[0].GetInt32().ShouldBe(200, $"{client}: {answer}");
            got[1].GetString()!.ShouldContain("\"length\":10");
        }

        Door.Upstream.Seen(path).Select(request => request.Host).ShouldBe([Hosts.Api, Hosts.Plain], ignoreOrder: true);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Http2_OfNode_SpeaksIt()
    {
        var path = NewPath();

        var answer = await ScriptAsync(Both, """
            import http2 from "node:http2";
            function execute(input) {
              return new Promise((resolve, reject) => {
                const session = http2.connect("https://api.example.com");
                session.on("error", reject);
                const stream = session.request({ ":path": input, ":method": "POST" });
                let status = 0, text = "";
                stream.on("response", headers => status = headers[":status"]);
                stream.on("data", chunk => text += chunk);
                stream.on("end", () => { session.close(); resolve([status, JSON.parse(text).length]); });
                stream.on("error", reject);
                stream.end("0123456789");
              });
            }
            """, $"\"{path}\"");

        answer.ShouldBeValid("[200,10]");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task WebSocket_OverTls_EchoesMessages()
    {
        var answer = await ScriptAsync(Both, """
            function execute(input) {
              return new Promise((resolve, reject) => {
                const socket = new WebSocket("wss://api.example.com/socket");
                socket.onopen = () => socket.send("hello");
                socket.onerror = event => reject(new Error(String(event.message)));
                socket.onmessage = event => { socket.close(); resolve(event.data); };
              });
            }
            """);

        answer.ShouldBeValid("\"hello\"");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Dns_OfNode_FindsTheDoor()
    {
        var answer = await ScriptAsync(Both, """
            import dns from "node:dns/promises";
            async function execute(input) {
              return [(await dns.lookup("api.example.com")).address, await dns.resolve4("api.example.com")];
            }
            """);

        answer.ShouldBeValid("""["198.18.0.1",["198.18.0.1"]]""");
    }
}
