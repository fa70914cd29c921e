using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Policy;

/// <summary>What a grant lets through, and what the code hears of the rest.</summary>
public sealed class PolicyTests(DoorFixture door) : DoorTest(door)
{
    private const string Get = """
        import requests
        def execute(input):
            response = requests.get(input, timeout=10)
            return [response.status_code, response.text]
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"allow":[{"host":"api.example.com"}]}""", "https://api.example.com")]
    [InlineData("""{"allow":[{"host":"API.Example.COM."}]}""", "https://api.example.com")]
    [InlineData("""{"allow":[{"host":"api.example.com"}]}""", "https://API.example.com")]
    [InlineData("""{"allow":[{"host":"*"}]}""", "https://api.example.com")]
    [InlineData("""{"allow":[{"host":"*"}]}""", "http://plain.example.com")]
    [InlineData("""{"allow":[{"host":"*.wild.example"}]}""", "https://a.wild.example")]
    [InlineData("""{"allow":[{"host":"x.example"},{"host":"api.example.com"}]}""", "https://api.example.com")]
    [InlineData("""{"allow":[{"host":"api.example.com:8443"}]}""", "https://api.example.com:8443")]
    [InlineData("""{"allow":[{"host":"plain.example.com:8080"}]}""", "http://plain.example.com:8080")]
    public async Task Host_ThatIsAllowed_IsReached(string http, string origin)
    {
        var path = NewPath();

        var answer = await PythonAsync(http, Get, $"\"{origin}{path}\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(200, answer.ToString());
        Door.Upstream.Seen(path).ShouldHaveSingleItem();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"allow":[{"host":"api.example.com"}]}""", "https://other.example.com", "other.example.com")]
    [InlineData("""{"allow":[{"host":"api.example.com"}]}""", "http://plain.example.com", "plain.example.com")]
    [InlineData("""{"allow":[{"host":"*.wild.example"}]}""", "https://wild.example", "wild.example")]
    [InlineData("""{"allow":[{"host":"example.com"}]}""", "https://api.example.com", "api.example.com")]
    [InlineData("""{"allow":[{"host":"*.example.com"}]}""", "https://api.example.com.evil.test", "api.example.com.evil.test")]
    [InlineData("""{"allow":[{"host":"*.example.com"}]}""", "http://evilexample.com", "evilexample.com")]
    [InlineData("""{"allow":[{"host":"*"}]}""", "http://127.0.0.1", "127.0.0.1")]
    [InlineData("""{"allow":[{"host":"*"}]}""", "https://169.254.169.254", "169.254.169.254")]
    [InlineData("""{"allow":[{"host":"*"}]}""", "http://[::1]", "[::1]")]
    public async Task Host_ThatIsNotAllowed_Is403AndALineOfStderr(string http, string origin, string host)
    {
        var path = NewPath();

        var answer = await PythonAsync(http, Get.Replace("timeout=10", "timeout=10, verify=True", StringComparison.Ordinal), $"\"{origin}{path}\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(403, answer.ToString());
        answer.Output[1].GetString()!.ShouldContain(host.Trim('[', ']'));
        answer.Output[1].GetString()!.ShouldContain("http.allow");
        answer.Stderr.ShouldContain("paddock: host \"");
        answer.Stderr.ShouldContain("is not in http.allow");
        Door.Upstream.Seen(path).ShouldBeEmpty();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Host_ThatIsNotAllowed_IsNamedExactly()
    {
        var answer = await PythonAsync("""{"allow":[{"host":"api.example.com"}]}""", Get, "\"https://other.example.com/\"");

        answer.Stderr.ShouldBe("paddock: host \"other.example.com\" is not in http.allow\n");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0177.0.0.1/")]
    public async Task Address_InAnotherNotation_IsNotReached(string url)
    {
        var answer = await PythonAsync("""{"allow":[{"host":"*"},{"host":"127.0.0.1"}]}""", """
            import http.client
            def execute(input):
                host = input.split("/")[2]
                connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=10)
                connection.request("GET", "/", headers={"Host": host})
                return connection.getresponse().status
            """, $"\"{url}\"");

        answer.ShouldBeValid();
        answer.Output.GetInt32().ShouldBeOneOf(400, 403);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    public async Task Address_ThatIsPrivate_IsRefusedThoughItIsListed(string host)
    {
        var answer = await PythonAsync($$"""{"allow":[{"host":"{{host}}"}]}""", Get, $"\"http://{host}/\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(403, answer.ToString());
        answer.Output[1].GetString()!.ShouldContain("AllowPrivateRanges");
        answer.Stderr.ShouldStartWith("paddock: ");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task HostHeader_ThatIsNotTheServerName_Is403()
    {
        var path = NewPath();

        var answer = await PythonAsync("""{"allow":[{"host":"api.example.com"},{"host":"other.example.com"}]}""", """
            import http.client
            def execute(input):
                connection = http.client.HTTPSConnection("api.example.com", timeout=10)
                connection.request("GET", input, headers={"Host": "other.example.com"})
                response = connection.getresponse()
                return [response.status, response.read().decode()]
            """, $"\"{path}\"");

        answer.ShouldBeValid();
        answer.Output[0].GetInt32().ShouldBe(403, answer.ToString());
        answer.Output[1].GetString()!.ShouldContain("other.example.com");
        Door.Upstream.Seen(path).ShouldBeEmpty();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Port_ThatIsNotListed_IsClosed()
    {
        var answer = await PythonAsync("""{"allow":[{"host":"api.example.com:8443"}]}""", """
            import socket, requests
            def execute(input):
                result = []
                for port in (8080, 22, 8443):
                    try:
                        socket.create_connection(("api.example.com", port), timeout=5).close()
                        result.append("open")
                    except ConnectionRefusedError:
                        result.append("refused")
                result.append(requests.get("https://api.example.com/", timeout=10).status_code)
                return result
            """);

        // 443 always listens, so that what it says is clear; but the entry names another port.
        answer.ShouldBeValid("""["refused","refused","open",403]""");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("")]
    [InlineData("""{"allow":[]}""")]
    public async Task NoGrant_LeavesNoNetworkAndNoNames(string http)
    {
        var answer = await Door.Client.ExecuteAsync(
            new FunctionCall("python", """
                import socket
                def execute(input):
                    result = []
                    for attempt in (lambda: socket.getaddrinfo("api.example.com", 443), lambda: socket.create_connection(("198.18.0.1", 443), 3),
                                    lambda: socket.create_connection(("127.0.0.1", 443), 3), lambda: socket.create_connection(("1.1.1.1", 53), 3)):
                        try:
                            attempt()
                            result.append("worked")
                        except OSError as error:
                            result.append(type(error).__name__)
                    return result
                """) { Http = http.Length == 0 ? null : http },
            Cancellation);

        answer.ShouldBeValid("""["gaierror","OSError","ConnectionRefusedError","OSError"]""");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Redirect_ToAnotherHost_IsJudgedAgain()
    {
        var path = NewPath();

        var answer = await PythonAsync("""{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"redirect-secret-1"}}}]}""", """
            import requests
            def execute(input):
                response = requests.get(f"https://api.example.com/redirect?to=https://other.example.com{input}", timeout=10)
                return [response.status_code, [hop.status_code for hop in response.history]]
            """, $"\"{path}\"");

        answer.ShouldBeValid("[403,[302]]");
        Door.Upstream.Seen(path).ShouldBeEmpty();
    }
}
