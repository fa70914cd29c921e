using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Tests.Fakes;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Tests.Forwarding;

public sealed class FaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_ThatRefuses_IsA502()
    {
        using Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using ForwardBench bench = await ForwardBench.StartAsync(((IPEndPoint)closed.LocalEndPoint!).Port);

        await ShouldFailAsync(bench, bench.Url("/"), 502, "refused the connection");
    }

    [Theory]
    [InlineData("", "closed the connection without an answer")]
    [InlineData("HTTP/1.1 20", "closed the connection without an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n", "closed the connection without an answer")]
    [InlineData("garbage\r\n\r\n", "answered with something that is not valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "answered with something that is not valid HTTP")]
    public async Task Host_ThatAnswersNonsense_IsA502(string answer, string reason)
    {
        await using RawUpstream upstream = RawUpstream.Answering(answer);
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldFailAsync(bench, bench.Url("/"), 502, reason);
    }

    [Fact]
    public async Task Host_ThatResets_IsA502()
    {
        await using RawUpstream upstream = new(static async (stream, cancellationToken) =>
        {
            await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Dispose();
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldFailAsync(bench, bench.Url("/"), 502, "reset the connection");
    }

    [Fact]
    public async Task Host_ThatIsSilent_IsA504()
    {
        await using RawUpstream upstream = new(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: static options => options with { IdleTimeoutSeconds = 1 });

        await ShouldFailAsync(bench, bench.Url("/"), 504, "was silent for 1 s");
    }

    [Fact]
    public async Task Host_ThatStallsInItsBody_IsBrokenOff()
    {
        await using RawUpstream upstream = new(static async (stream, cancellationToken) =>
        {
            await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart"u8.ToArray(), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: static options => options with { IdleTimeoutSeconds = 3 });

        await ShouldBreakOffAsync(bench, "was silent for 3 s");
    }

    [Fact]
    public async Task Host_ThatStallsInTheHandshake_IsA504()
    {
        await using RawUpstream upstream = new(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: static options => options with { ConnectTimeoutSeconds = 1 });

        await ShouldFailAsync(bench, bench.Secure("/"), 504, "could not be connected to within 1 s");
    }

    [Fact]
    public async Task Host_ThatSendsLessThanItPromised_IsBrokenOff()
    {
        await using RawUpstream upstream = RawUpstream.Answering($"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 70_000)}");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldBreakOffAsync(bench, "broke off its response");
    }

    [Fact]
    public async Task Host_ThatSendsMoreThanItPromised_IsReadToThePromise()
    {
        await using RawUpstream upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirstHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        (await bench.Client().GetStringAsync(bench.Url("/"), Stop).Soonest()).ShouldBe("first");
        (await bench.Client().GetStringAsync(bench.Url("/"), Stop).Soonest()).ShouldBe("first");
        upstream.Connections.ShouldBe(2, "what nobody asked for ends the connection");
    }

    [Fact]
    public async Task Host_WithEndlessHeaders_IsA502()
    {
        await using RawUpstream upstream = new(static async (stream, cancellationToken) =>
        {
            await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellationToken);
            for (int i = 0; ; i++)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes($"X-{i}: {new string('y', 1000)}\r\n"), cancellationToken);
            }
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldFailAsync(bench, bench.Url("/"), 502, "answered with a head that is too long");
    }

    [Fact]
    public async Task Host_WithEndlessInterimResponses_IsA502()
    {
        await using RawUpstream upstream = new(static async (stream, cancellationToken) =>
        {
            await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            while (true)
            {
                await stream.WriteAsync("HTTP/1.1 102 Processing\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldFailAsync(bench, bench.Url("/"), 502, "answered with a head that is too long");
    }

    [Fact]
    public async Task Host_WithAnEndlessBody_IsBrokenOff()
    {
        await using RawUpstream upstream = new(static async (stream, cancellationToken) =>
        {
            await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken);
            while (true)
            {
                await stream.WriteAsync(new byte[1000], cancellationToken);
            }
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: static options => options with { MaxResponseBytes = 100_000 });

        await ShouldBreakOffAsync(bench, "answered with more than the 100000 bytes that a response may have here (Egress__MaxResponseBytes)");
    }

    [Fact]
    public async Task Host_ThatPromisesTooMuch_IsA502()
    {
        await using RawUpstream upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\nX-Secret: 1\r\n\r\n");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: static options => options with { MaxResponseBytes = 100_000 });

        await ShouldFailAsync(bench, bench.Url("/"), 502, "answered with more than the 100000 bytes that a response may have here (Egress__MaxResponseBytes)");
    }

    [Fact]
    public async Task HeadOfALargeBody_IsNoLargeBody()
    {
        await using RawUpstream upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: static options => options with { MaxResponseBytes = 100_000 });
        using HttpRequestMessage request = new(HttpMethod.Head, bench.Url("/"));

        using HttpResponseMessage response = await bench.Client().SendAsync(request, Stop).Soonest();

        response.Content.Headers.ContentLength.ShouldBe(100_001);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Host_ThatSwitchesProtocolsUnasked_IsA502()
    {
        await using RawUpstream upstream = RawUpstream.Answering("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\nhello");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldFailAsync(bench, bench.Url("/"), 502, "answered with a switch of protocols that was not asked for");
    }

    [Theory]
    [InlineData("x.test", -10, -1, "has a certificate that has expired")]
    [InlineData("x.test", 1, 10, "has a certificate that is not valid yet")]
    [InlineData("y.test", -1, 10, "has a certificate for another name")]
    [InlineData("*.x.test", -1, 10, "has a certificate for another name")]
    public async Task Certificate_ThatIsNotGood_IsA502WithTheReason(string name, int fromDays, int toDays, string reason)
    {
        using TestAuthority authority = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(static _ => Task.CompletedTask, authority.Issue(name, fromDays, toDays));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });

        await ShouldFailAsync(bench, bench.Secure("/"), 502, reason);
    }

    [Fact]
    public async Task Certificate_OfAClient_IsA502WithTheReason()
    {
        using TestAuthority authority = new();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate = authority.Issue("x.test", usage: "1.3.6.1.5.5.7.3.2");
        await using RawUpstream upstream = new(async (stream, cancellationToken) =>
        {
            using System.Net.Security.SslStream secure = new(stream);
            await secure.AuthenticateAsServerAsync(new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });

        await ShouldFailAsync(bench, bench.Secure("/"), 502, "has a certificate that is not valid (NotValidForUsage)");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Certificate_OfAnUnknownAuthority_IsA502WithTheReason(bool trustsAnother)
    {
        using TestAuthority authority = new();
        using TestAuthority another = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(static _ => Task.CompletedTask, authority.Issue("x.test"));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = trustsAnother ? another.PemPath : null });

        await ShouldFailAsync(bench, bench.Secure("/"), 502, "has a certificate of an unknown authority; the operator can add it with Egress__TrustedCertificates");
    }

    [Fact]
    public async Task Host_ThatSpeaksNoTls_IsA502()
    {
        await using RawUpstream upstream = new(static async (stream, cancellationToken) => await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellationToken));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        await ShouldFailAsync(bench, bench.Secure("/"), 502, "does not speak TLS as this server understands it");
    }

    [Fact]
    public async Task Name_WithoutAnAddress_IsA502()
    {
        await using ForwardBench bench = await ForwardBench.StartAsync(new EgressOptions(), null, ("x.test", null));

        await ShouldFailAsync(bench, bench.Url("/"), 502, "was not found: its name has no address");
    }

    [Fact]
    public async Task Name_ThatTakesTooLong_IsA504()
    {
        await using ForwardBench bench = await ForwardBench.StartAsync(new EgressOptions { ConnectTimeoutSeconds = 1 }, new SilentResolver(), ("x.test", null));

        await ShouldFailAsync(bench, bench.Url("/"), 504, "could not be connected to within 1 s");
    }

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("10.1.2.3", "private")]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("64:ff9b::7f00:1", "loopback")]
    public async Task Name_OfAnAddressThatIsNotPublic_IsA403(string address, string kind)
    {
        TableResolver resolver = new() { Names = { ["x.test"] = [[address]] } };
        await using ForwardBench bench = await ForwardBench.StartAsync(new EgressOptions(), resolver, ("x.test", null));

        await ShouldFailAsync(bench, bench.Url("/"), 403, $"has a {kind} address, which code must not reach here; the operator can allow its range with Egress__AllowPrivateRanges");
    }

    [Fact]
    public async Task Name_ThatIsReboundAfterTheCheck_IsConnectedToWhereItWasChecked()
    {
        await using RawUpstream good = RawUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood");
        TableResolver resolver = new() { Names = { ["x.test"] = [["127.0.0.2", "127.0.0.1"], ["10.0.0.1"]] } };
        using ExitBench exit = ExitBench.Start(resolver, good.Port, "127.0.0.1/32");

        // 127.0.0.2 is not allowed and so never tried, although it comes first.
        (await exit.GetAsync()).ShouldBe("good");
        resolver.Asked("x.test").ShouldBe(1, "what was checked is what was connected to: nobody asks again");
        (await exit.GetAsync()).ShouldContain("private address");
        good.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Address_ThatIsListedButNotPublic_IsA403()
    {
        await using ForwardBench bench = await ForwardBench.StartAsync(new EgressOptions(), null, ("127.0.0.1", null));

        await ShouldFailAsync(bench, bench.Url("/", "127.0.0.1"), 403, "has a loopback address, which code must not reach here; the operator can allow its range with Egress__AllowPrivateRanges", "127.0.0.1");
    }

    [Fact]
    public async Task Secret_IsInNoMessage()
    {
        await using RawUpstream upstream = RawUpstream.Answering("");
        await using ForwardBench bench = await ForwardBench.StartAsync(
            upstream.Port, new QueryCredential("key", new Secret("s3cret-key")), static options => options with { AllowCredentialsOverHttp = true });

        using HttpResponseMessage response = await bench.Client().GetAsync(bench.Url("/?a=private-value"), Stop).Soonest();

        string all = await response.Content.ReadAsStringAsync(Stop) + string.Join('\n', (await bench.CloseAsync()).Notes) + response.Headers;
        all.ShouldNotContain("s3cret");
        all.ShouldNotContain("private-value");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxy_OfTheOperator_IsSpokenTo(bool isSecure)
    {
        using TestAuthority authority = new();
        await using WebUpstream web = await WebUpstream.StartAsync(static context => context.Response.WriteAsync("through"), isSecure ? authority.Issue("x.test") : null);
        List<string> heads = [];
        await using RawUpstream proxy = new(async (stream, cancellationToken) =>
        {
            string head = await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            heads.Add(head);
            if (!head.Contains("Proxy-Authorization: Basic dTpwJTQw", StringComparison.OrdinalIgnoreCase) && !head.Contains("Proxy-Authorization: Basic dTpwQA==", StringComparison.OrdinalIgnoreCase))
            {
                await stream.WriteAsync("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
                return;
            }

            using Socket target = await DoorBench.ConnectAsync(web.Port, cancellationToken: cancellationToken);
            await using NetworkStream other = new(target);
            await (isSecure
                ? stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken)
                : other.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken));
            await Task.WhenAny(stream.CopyToAsync(other, cancellationToken), other.CopyToAsync(stream, cancellationToken));
        });
        EgressOptions options = new() { UpstreamProxy = $"http://u:p%40@127.0.0.1:{proxy.Port}", TrustedCertificates = authority.PemPath };
        await using ForwardBench bench = await ForwardBench.StartAsync(options, null, ("x.test", null), ("127.0.0.1", null));

        (await bench.Client().GetStringAsync(bench.Url("/a", isSecure: isSecure), Stop).Soonest()).ShouldBe("through");
        heads[^1].ShouldStartWith(isSecure ? $"CONNECT x.test:{bench.Port} " : $"GET http://x.test:{bench.Port}/a ");
        int before = heads.Count;
        await ShouldFailAsync(
            bench, bench.Url("/", "127.0.0.1"), 403, "has a loopback address, which code must not reach here; the operator can allow its range with Egress__AllowPrivateRanges", "127.0.0.1");
        heads.Count.ShouldBe(before);
    }

    private static async Task ShouldFailAsync(ForwardBench bench, Uri url, int status, string reason, string host = "x.test")
    {
        using HttpResponseMessage response = await bench.Client().GetAsync(url, Stop).Soonest();

        string body = await response.Content.ReadAsStringAsync(Stop);
        string message = $"host \"{host}:{bench.Port}\" {reason}";
        ((int)response.StatusCode).ShouldBe(status, body);
        JsonDocument.Parse(body).RootElement.GetProperty("message").GetString().ShouldBe(message);
        response.Headers.Contains("X-Secret").ShouldBeFalse();
        GrantReport report = await bench.CloseAsync();
        report.Notes.ShouldBe([message]);
        report.Requests[^1].Status.ShouldBe(status);
        report.Requests[^1].IsAllowed.ShouldBeTrue();
    }

    private static async Task ShouldBreakOffAsync(ForwardBench bench, string reason)
    {
        using HttpResponseMessage response = await bench.Client().GetAsync(bench.Url("/"), HttpCompletionOption.ResponseHeadersRead, Stop).Soonest();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<Exception>(response.Content.CopyToAsync(Stream.Null, Stop)).Soonest();

        GrantReport report = await bench.CloseAsync();
        report.Notes.ShouldBe([$"host \"x.test:{bench.Port}\" {reason}"]);
        report.Requests.Single().Status.ShouldBe(200);
    }

    private sealed class SilentResolver : IHostResolver
    {
        public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }
}
