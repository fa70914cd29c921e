using System.Text;
using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Credentials;

/// <summary>Credentials arrive behind the door, and are seen nowhere before it.</summary>
public sealed class CredentialTests(DoorFixture door) : DoorTest(door)
{
    private const string Secret = "s3cr3t/T0ken+value=";

    private const string Get = """
        import requests
        def execute(input):
            response = requests.get(input["url"], headers=input.get("headers"), timeout=10)
            return [response.status_code, response.text]
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"bearer":{"token":"s3cr3t/T0ken+value="}}""", "Authorization", "Bearer s3cr3t/T0ken+value=")]
    [InlineData("""{"basic":{"user_id":"somebody","password":"s3cr3t/T0ken+value="}}""", "Authorization", "Basic c29tZWJvZHk6czNjcjN0L1Qwa2VuK3ZhbHVlPQ==")]
    [InlineData("""{"header":{"name":"X-Api-Key","value":"s3cr3t/T0ken+value="}}""", "X-Api-Key", "s3cr3t/T0ken+value=")]
    public async Task Header_OfAGrant_ArrivesAndOverwrites(string auth, string header, string expected)
    {
        var path = NewPath();

        var answer = await PythonAsync(
            $$$"""{"allow":[{"host":"api.example.com","auth":{{{auth}}}}]}""",
            Get,
            $$$"""{"url":"https://api.example.com{{{path}}}","headers":{"{{{header}}}":"from the code","{{{header.ToLowerInvariant()}}}":"again"}}""");

        answer.ShouldBeValid();
        Door.Upstream.Seen(path).ShouldHaveSingleItem().Header(header).ShouldBe(expected);
        answer.ToString().ShouldNotContain(Secret);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Query_OfAGrant_ArrivesAndOverwrites()
    {
        var path = NewPath();

        var answer = await PythonAsync(
            """{"allow":[{"host":"api.example.com","auth":{"query":{"key":"api_key","value":"s3cr3t/T0ken+value="}}}]}""",
            Get,
            $$"""{"url":"https://api.example.com{{path}}?a=1&api_key=mine&b=2&%61pi_key=hidden"}""");

        answer.ShouldBeValid();
        var query = Door.Upstream.Seen(path).ShouldHaveSingleItem().Query;
        query.ShouldContain("a=1");
        query.ShouldContain("b=2");
        query.ShouldNotContain("mine");
        query.ShouldNotContain("hidden");
        Uri.UnescapeDataString(query.Split("api_key=")[1].Split('&')[0]).ShouldBe(Secret);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Credentials_OfSeveralEntries_MergeInOrder()
    {
        var path = NewPath();

        await PythonAsync(
            """{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"first-token"}}},{"host":"*.example.com","auth":{"header":{"name":"X-Key","value":"second-value"}}},{"host":"api.example.com","auth":{"bearer":{"token":"third-token"}}}]}""",
            Get,
            $$"""{"url":"https://api.example.com{{path}}"}""");

        var seen = Door.Upstream.Seen(path).ShouldHaveSingleItem();
        seen.Header("Authorization").ShouldBe("Bearer third-token");
        seen.Header("X-Key").ShouldBe("second-value");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Credentials_OfAnotherHost_AreNotAdded()
    {
        var path = NewPath();

        await PythonAsync(
            """{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"only-for-api"}}},{"host":"other.example.com"}]}""",
            Get,
            $$"""{"url":"https://other.example.com{{path}}"}""");

        Door.Upstream.Seen(path).ShouldHaveSingleItem().Header("Authorization").ShouldBeNull();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Credentials_OverPlainHttp_StayHome()
    {
        var path = NewPath();

        var answer = await PythonAsync(
            """{"allow":[{"host":"plain.example.com","auth":{"bearer":{"token":"not-in-the-clear"}}}]}""",
            Get,
            $$"""{"url":"http://plain.example.com{{path}}"}""");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(200);
        Door.Upstream.Seen(path).ShouldHaveSingleItem().Header("Authorization").ShouldBeNull();
        answer.ShouldSay("paddock: ", "plain.example.com", "Egress__AllowCredentialsOverHttp");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", """
        import http.client
        def execute(input):
            connection = http.client.HTTPSConnection("api.example.com", timeout=10)
            connection.request("GET", "/reflect")
            response = connection.getresponse()
            return [response.getheader("X-Reflected"), response.read().decode()]
        """)]
    [InlineData("javascript", """
        async function execute(input) {
          const response = await fetch("https://api.example.com/reflect");
          return [response.headers.get("X-Reflected"), await response.text()];
        }
        """)]
    public async Task Secret_ThatTheHostReflects_IsMasked(string language, string code)
    {
        var answer = await RunAsync(language, """{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"s3cr3t/T0ken+value="}}}]}""", code);

        answer.ShouldBeValid();
        var header = answer.Output[0].GetString()!;
        var body = answer.Output[1].GetString()!;
        header.ShouldBe(new string('*', Secret.Length));
        foreach (var form in (string[])[Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), Uri.EscapeDataString(Secret)])
        {
            body.ShouldNotContain(form);
        }

        body.ShouldStartWith("plain ***");
        body.ShouldContain(" end\n");
        body.Split('\n')[1].ShouldBe(new string('*', Secret.Length), "one character at a time");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Secret_OfAGrant_IsNowhereInTheCell()
    {
        var path = NewPath();

        var answer = await PythonAsync(
            """{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"nowhere-to-be-found-7351"}}}]}""",
            """
            import gc, os, pathlib, requests
            def execute(input):
                requests.get(input, timeout=10)
                hidden = "7351-dnuof-eb-ot-erehwon"[::-1].encode()
                places = []
                if hidden in repr(dict(os.environ)).encode():
                    places.append("environment")
                for folder in ("/mnt/req", "/tmp", "/etc", "/src", "/dev/shm"):
                    for file in pathlib.Path(folder).rglob("*"):
                        if file.is_file() and os.access(file, os.R_OK) and hidden in file.read_bytes():
                            places.append(str(file))
                for item in gc.get_objects():
                    if isinstance(item, (dict, list)) and any(value.encode() == hidden for value in (item.values() if isinstance(item, dict) else item) if type(value) is str):
                        places.append(str(type(item)))
                return places
            """,
            $"\"https://api.example.com{path}\"");

        answer.ShouldBeValid("[]");
        Door.Upstream.Seen(path).ShouldHaveSingleItem().Header("Authorization").ShouldBe("Bearer nowhere-to-be-found-7351");
        Door.Server.Output.Tail().ShouldNotContain("nowhere-to-be-found");
    }
}
