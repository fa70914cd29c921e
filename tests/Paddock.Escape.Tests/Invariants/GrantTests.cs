using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Paths;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>
/// What a call may reach: nothing, or what its grant lists. What then works is shown by Paddock.Door.Tests; here is what must not.
/// </summary>
public sealed class GrantTests(CageFixture cage) : EscapeTest(cage)
{
    private const string Secret = "5up3r-s3cret-of-a-grant";

    private static readonly Payload _reaches = new(
        """
        def execute(input):
            def udp():
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
                    own.sendto(b"x", ("192.0.2.1", 53))
            return [
                attempt(lambda: socket.create_connection(("192.0.2.1", 80), 2)),
                attempt(lambda: socket.create_connection(("2001:db8::1", 80), 2)),
                attempt(udp),
                attempt(lambda: socket.getaddrinfo("paddock.invalid", 80)),
                attempt(lambda: socket.create_connection(("127.0.0.1", input), 2)),
            ]
        """,
        """
        import { resolve4 } from "node:dns/promises";

        async function execute(input) {
          const tcp = (host, port) => new Promise((done) => {
            const socket = net.connect({ host, port });
            socket.on("connect", () => done(null)).on("error", (error) => done(error.code ?? error.name));
          });
          const wrong = async (promise) => { try { await promise; return null; } catch (error) { return error.code ?? error.name; } };
          return [await tcp("192.0.2.1", 80), await tcp("2001:db8::1", 80), await wrong(fetch("http://192.0.2.1/")), await wrong(fetch("http://paddock.invalid/")), await tcp("127.0.0.1", input)];
        }
        """);

    /// <summary>The status of the answer to one request.</summary>
    private static readonly Payload _asks = new(
        """
        import urllib.error, urllib.request

        def execute(input):
            try:
                return urllib.request.urlopen(input, timeout=10).status
            except urllib.error.HTTPError as error:
                return error.code
        """,
        """
        async function execute(input) {
          return (await fetch(input)).status;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python, "null")]
    [InlineData(Languages.Python, "{}")]
    [InlineData(Languages.Python, """{"allow":[]}""")]
    [InlineData(Languages.JavaScript, "null")]
    [InlineData(Languages.JavaScript, """{"allow":[]}""")]
    [InlineData(Languages.TypeScript, """{"allow":[]}""")]
    [Invariant(5)]
    [FailsWithout("net-namespace+jail-net-namespace")]
    public async Task An_empty_list_of_hosts_and_no_list_let_nothing_through_and_resolve_no_name(string language, string http)
    {
        var body = $$"""{"language":"{{language}}","code":{{JsonSerializer.Serialize(_reaches.In(language))}},"http":{{http}},"input":{{Server.Port}}}""";

        var answer = await WitnessAsync(language, _ => Server.Client.ExecuteAsync(body, Cancellation));

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.Output.EnumerateArray().ShouldAllBe(error => error.ValueKind == JsonValueKind.String, answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("attacker.example\\u0000.google.com")]
    [InlineData("user@example.com")]
    [InlineData("a b.example")]
    [InlineData("a%00.example")]
    [InlineData("example..com")]
    [InlineData(".example.com")]
    [InlineData("example.com..")]
    [InlineData("*.*.example.com")]
    [InlineData("*example.com")]
    [InlineData("https://example.com")]
    [InlineData("example.com/path")]
    [InlineData("a\\\\b.example")]
    [InlineData("0x7f.1")]
    [InlineData("2130706433")]
    [InlineData("127.1")]
    [InlineData("")]
    [Invariant(6)]
    [FailsWithout("request-checks")]
    public async Task A_host_that_two_parsers_could_read_in_two_ways_is_refused(string host)
    {
        var body = RequestBodies.With(Languages.Python, "def execute(input): return 1", "http", $$"""{"allow":[{"host":"{{host}}"}]}""");

        var reply = await WitnessAsync(Languages.Python, _ => Server.Client.PostAsync(body, Cancellation));

        reply.ShouldFail(HttpStatusCode.BadRequest, 3).ShouldContain("http.allow[0].host");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("Example.COM")]
    [InlineData("example.com.")]
    [InlineData("b\\u00fccher.example")]
    [InlineData("192.0.2.1")]
    [Invariant(6)]
    [NoSwitch("that such a host is accepted shows that the refusals above are not of every host")]
    public async Task A_host_with_one_canonical_form_is_accepted(string host)
    {
        var body = RequestBodies.With(Languages.Python, "def execute(input): return 1", "http", $$"""{"allow":[{"host":"{{host}}"}]}""");

        (await Server.Client.PostAsync(body, Cancellation)).Answer().ShouldBeValid("1");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python, "other.invalid")]
    [InlineData(Languages.Python, "listed.invalid.other.invalid")]
    [InlineData(Languages.Python, "otherlisted.invalid")]
    [InlineData(Languages.Python, "192.0.2.1")]
    [InlineData(Languages.JavaScript, "other.invalid")]
    [Invariant(5)]
    [Invariant(6)]
    [FailsWithout("grant-policy")]
    public async Task A_grant_opens_the_way_to_the_hosts_it_lists_and_to_no_other(string language, string host)
    {
        const string Http = """{"allow":[{"host":"listed.invalid"},{"host":"*.listed.invalid"}]}""";

        var answer = await WitnessAsync(language, _ => Server.Client.ExecuteAsync(Body(language, _asks, Http, $"http://{host}/"), Cancellation));

        answer.ShouldBeValid("403").ShouldSay($"paddock: host \"{host}\" is not in http.allow");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.JavaScript)]
    [Invariant(6)]
    [FailsWithout("address-checks")]
    public async Task A_service_of_the_host_is_not_reached_though_its_address_is_listed(string language)
    {
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var address = $"127.0.0.1:{((IPEndPoint)service.LocalEndpoint).Port}";

        var answer = await WitnessAsync(
            language, _ => Server.Client.ExecuteAsync(Body(language, _asks, $$"""{"allow":[{"host":"{{address}}"},{"host":"*"}]}""", $"http://{address}/"), Cancellation));

        service.Pending().ShouldBeFalse("somebody has connected");
        answer.ShouldBeValid("403").ShouldSay("AllowPrivateRanges");
    }

    [Fact(Timeout = TestTimeout.Default)]
    [Invariant(7)]
    [NoSwitch("no message to a cell has a place for a credential, so there is nothing to leave out; that it arrives behind the door is shown by Paddock.Door.Tests")]
    public async Task A_credential_is_neither_handed_to_a_cell_nor_shown_nor_logged()
    {
        var http = $$$$"""{"allow":[{"host":"a.invalid","auth":{"bearer":{"token":"{{{{Secret}}}}"}}}]}""";
        var looks = new Payload("import sys\n\ndef execute(input): return [dict(os.environ), sys.argv, open('/proc/self/cmdline').read()]", "");

        var reply = await Server.Client.PostAsync(RequestBodies.With(Languages.Python, looks.In(Languages.Python), "http", http), Cancellation);
        var next = await AttackAsync(Languages.Python, looks);

        reply.Answer().ShouldBeValid();
        reply.ToString().ShouldNotContain(Secret);
        next.ToString().ShouldNotContain(Secret);
        Server.Output.ToString().ShouldNotContain(Secret);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(8, Later = "the build of a revision, with all scripts of its packages, runs in this cage and reaches the registry only")]
    [Invariant(9)]
    [NoSwitch("there are no revisions yet, so that nothing is built and nothing of one is imported")]
    public async Task A_call_with_packages_of_its_own_does_not_run_without_them(string language)
    {
        var body = RequestBodies.With(language, "def execute(input): return 1", "runtime_revision_id", "\"01JC0NF0RMANCE000000000009\"");

        var reply = await WitnessAsync(language, _ => Server.Client.PostAsync(body, Cancellation));

        ((int)reply.Status).ShouldBeInRange(400, 501);
        reply.Body.ShouldNotContain("output_status");
    }

    private static string Body(string language, Payload payload, string http, string input) =>
        $$"""{"language":"{{language}}","code":{{JsonSerializer.Serialize(payload.In(language))}},"http":{{http}},"input":{{JsonSerializer.Serialize(input)}}}""";
}
