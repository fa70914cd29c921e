using System.Net;
using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Paths;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>
/// What a call may reach. There is no way out of a cell yet: a grant is read and checked, and then answered with 501 before anything runs. The work that
/// opens the way has to extend each of these by what the grant then lets through, and by nothing else.
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

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python, "null")]
    [InlineData(Languages.Python, "{}")]
    [InlineData(Languages.Python, """{"allow":[]}""")]
    [InlineData(Languages.JavaScript, "null")]
    [InlineData(Languages.JavaScript, """{"allow":[]}""")]
    [InlineData(Languages.TypeScript, """{"allow":[]}""")]
    [Invariant(5, Later = "a grant of one host lets no other through, and no names are resolved for hosts that are not granted")]
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
    [Invariant(6, Later = "labels are compared exactly, in canonical form, when a connection is made; an address is reached only if it is listed")]
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
    [NoSwitch("nothing is reached with a grant yet; that such a host is accepted shows that the refusals above are not of every host")]
    public async Task A_host_with_one_canonical_form_is_read_and_not_yet_served(string host)
    {
        var body = RequestBodies.With(Languages.Python, "def execute(input): return 1", "http", $$"""{"allow":[{"host":"{{host}}"}]}""");

        (await Server.Client.PostAsync(body, Cancellation)).Status.ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Fact(Timeout = TestTimeout.Default)]
    [Invariant(7, Later = "what is injected overwrites what the code has set, is added after the policy check, and does not follow a redirect to another host; a cell never holds it")]
    [NoSwitch("a call with a credential does not run yet, so there is nothing that could hand it on")]
    public async Task A_credential_is_neither_handed_to_a_cell_nor_shown_nor_logged()
    {
        var http = $$$$"""{"allow":[{"host":"a.example","auth":{"bearer":{"token":"{{{{Secret}}}}"}}}]}""";
        var looks = new Payload("import sys\n\ndef execute(input): return [dict(os.environ), sys.argv, open('/proc/self/cmdline').read()]", "");

        var reply = await Server.Client.PostAsync(RequestBodies.With(Languages.Python, looks.In(Languages.Python), "http", http), Cancellation);
        var answer = await AttackAsync(Languages.Python, looks);

        reply.Status.ShouldBe(HttpStatusCode.NotImplemented);
        reply.ToString().ShouldNotContain(Secret);
        answer.ToString().ShouldNotContain(Secret);
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
}
