using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Acceptance;

/// <summary>Those real programs of the notes on the original's API that use the network, with their numbers there.</summary>
public sealed class AcceptanceTests(DoorFixture door) : DoorTest(door)
{
    private const string Form = """
        async function execute(input: { email: string; name: string }) {
          const response = await fetch("https://api.example.com/PATH", {
            method: "POST",
            headers: { "Content-Type": "application/x-www-form-urlencoded" },
            body: new URLSearchParams({ email: input.email, name: input.name }),
          });
          if (!response.ok) throw new Error('Customer not found');
          const seen = JSON.stringify([process.env, Object.fromEntries(response.headers), await response.json()]);
          return { status: response.status, leaked: seen.includes("sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc") };
        }
        """;

    private const string Stripe = """{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"sk_test_4eC39HqLyjWDarjtT1zdp7dc"}}}]}""";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program11_PostsAFormWithBearerAuth_WhichTheCodeNeverSees()
    {
        var path = NewPath();

        var answer = await RunAsync("typescript", Stripe, Form.Replace("/PATH", path, StringComparison.Ordinal), """{"email":"ada@example.com","name":"Ada L."}""");

        answer.ShouldBeValid("""{"status":200,"leaked":false}""");
        var seen = Door.Upstream.Seen(path).ShouldHaveSingleItem();
        seen.Method.ShouldBe("POST");
        seen.Header("Authorization").ShouldBe("Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc");
        seen.Body.ShouldBe("email=ada%40example.com&name=Ada+L.");
        answer.ToString().ShouldNotContain("sk_test_");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program12_ThatThrows_IsAnErrorWithItsMessage()
    {
        var answer = await RunAsync("typescript", Stripe, Form.Replace("/PATH", "/status/404", StringComparison.Ordinal), """{"email":"ada@example.com","name":"Ada L."}""");

        answer.ShouldBeError().ShouldSay("Customer not found");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", """
        import urllib.request
        def execute(input):
            return urllib.request.urlopen("http://plain.example.com" + input, timeout=10).status
        """)]
    [InlineData("javascript", """
        async function execute(input) {
          return (await fetch("http://plain.example.com" + input)).status;
        }
        """)]
    public async Task Program13_WithEveryHost_AnswersAndWithoutHttpFails(string language, string code)
    {
        var path = NewPath();

        (await RunAsync(language, """{"allow":[{"host":"*"}]}""", code, $"\"{path}\"")).ShouldBeValid("200");
        Door.Upstream.Seen(path).ShouldHaveSingleItem();

        var without = await Door.Client.ExecuteAsync(new FunctionCall(language, code) { Input = $"\"{path}\"" }, Cancellation);
        without.ShouldBeError();
        without.Stderr.ShouldNotBeEmpty();
        Door.Upstream.Seen(path).ShouldHaveSingleItem();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task OlderForm_AllowHttpHosts_OpensTheDoor()
    {
        var path = NewPath();

        var answer = (await Door.Client.PostAsync(
            $$"""{"language":"PYTHON","code":"import urllib.request\ndef execute(input):\n    return urllib.request.urlopen('https://api.example.com{{path}}').status","allow_http_hosts":["api.example.com"]}""",
            Cancellation)).Answer();

        answer.ShouldBeValid("200");
        Door.Upstream.Seen(path).ShouldHaveSingleItem();
    }
}
