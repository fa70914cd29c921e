using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Tests.Fakes;
using Paddock.Egress.Tests.Hosting;

namespace Paddock.Egress.Tests.Forwarding;

public sealed class RequestHandlerTests
{
    private static readonly string[] _answers = ["one", "two"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_OverHttp_ArrivesAsItWasSent()
    {
        await using WebUpstream upstream = await WebUpstream.StartAsync(DescribeAsync);
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        using HttpRequestMessage request = new(HttpMethod.Put, bench.Url("/a%2fb/%41/../c?q=%2f+&r"));
        request.Headers.Add("X-Two", ["1", "2"]);
        request.Headers.Add("Cookie", "a=b; c=d");
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        request.Content = new StringContent("body", Encoding.UTF8, "text/x");
        Uri.TryCreate(bench.Url("").ToString().TrimEnd('/') + "/a%2fb/%41/../c?q=%2f+&r", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out Uri? raw);
        request.RequestUri = raw;

        using HttpResponseMessage response = await bench.Client().SendAsync(request, Stop).Soonest();

        string seen = await response.Content.ReadAsStringAsync(Stop);
        seen.ShouldBe(
            $"PUT /a%2fb/%41/../c?q=%2f+&r x.test:{bench.Port}\n" +
            "Accept-Encoding: gzip\nContent-Length: 4\nContent-Type: text/x; charset=utf-8\nCookie: a=b; c=d\n" +
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\nX-Two: 1, 2\nbody");
        response.Headers.GetValues("X-Answer").ShouldBe(["one", "two"]);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        GrantRequest entry = (await bench.CloseAsync()).Requests.Single();
        entry.ShouldBe(entry with
        {
            Method = "PUT", Scheme = "http", Host = $"x.test:{bench.Port}", Path = "/a%2fb/%41/../c?q=***&r",
            IsAllowed = true, Status = 202, SentBytes = 4, ReceivedBytes = Encoding.UTF8.GetByteCount(seen),
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Request_OverHttps_ArrivesOverHttps(int version)
    {
        using TestAuthority authority = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(DescribeAsync, authority.Issue("x.test"));
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });

        string seen = await bench.Client(version).GetStringAsync(bench.Secure("/?a"), Stop).Soonest();

        seen.ShouldBe($"GET /?a x.test:{bench.Port}\n");
        (await bench.CloseAsync()).Requests.Single().Scheme.ShouldBe("https");
    }

    [Fact]
    public async Task Upstream_ThatOnlySpeaksHttp1_IsSpokenToSo()
    {
        using TestAuthority authority = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            static context => context.Response.WriteAsync(context.Request.Protocol), authority.Issue("x.test"), Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port, change: options => options with { TrustedCertificates = authority.PemPath });

        (await bench.Client(2).GetStringAsync(bench.Secure("/"), Stop).Soonest()).ShouldBe("HTTP/1.1");
    }

    [Fact]
    public async Task Host_ThatIsNotListed_IsRefusedWithHostAndRule()
    {
        await using ForwardBench bench = await ForwardBench.StartAsync(1);

        using HttpResponseMessage response = await bench.Client().GetAsync(bench.Secure("/a?b=c", "evil.test"), Stop).Soonest();

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        JsonElement body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement;
        body.GetProperty("code").GetInt32().ShouldBe(7);
        body.GetProperty("message").GetString()!.ShouldStartWith("host \"evil.test\" is not in http.allow");
        GrantReport report = await bench.CloseAsync();
        report.Notes.ShouldBe(["host \"evil.test\" is not in http.allow"]);
        report.Requests.Single().ShouldBe(report.Requests.Single() with { Host = $"evil.test:{bench.Port}", Path = "/a?b=***", IsAllowed = false, Status = 403 });
    }

    [Fact]
    public async Task Host_OtherThanTheServerName_IsRefused()
    {
        await using ForwardBench bench = await ForwardBench.StartAsync(1);
        using HttpRequestMessage request = new(HttpMethod.Get, bench.Secure("/"));
        request.Headers.Host = $"evil.test:{bench.Port}";
        using HttpMessageInvoker client = new(bench.NewHandler());

        // The client verifies the certificate by the Host header, and so never sends a different server name.
        using HttpResponseMessage response = await client.SendAsync(request, Stop).Soonest();

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("GET http://evil.test/ HTTP/1.1\r\nHost: x.test:{0}\r\n\r\n")]
    [InlineData("GET http://x.test:{0}/ HTTP/1.1\r\nHost: evil.test:{0}\r\n\r\n")]
    [InlineData("CONNECT x.test:{0} HTTP/1.1\r\nHost: x.test:{0}\r\n\r\n")]
    [InlineData("CONNECT evil.test:{0} HTTP/1.1\r\nHost: evil.test:{0}\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x.test:{0}\r\nHost: evil.test:{0}\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a@x.test:{0}\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.test\0.x.test:{0}\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x.test:{0}\r\n\r\n")]
    public async Task Request_ThatLies_NeverLeaves(string text)
    {
        await using RawUpstream upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        using Socket socket = await DoorBench.ConnectAsync(bench.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(text.Replace("{0}", $"{bench.Port}")));

        string status = await ReadLineAsync(socket);

        status.ShouldMatch("^HTTP/1.1 (400|403|405|501) ");
        upstream.Connections.ShouldBe(0);
        (await bench.CloseAsync()).Requests.ShouldAllBe(static request => !request.IsAllowed && request.Status == 403);
    }

    [Fact]
    public async Task AbsoluteTarget_OfTheHost_IsForwarded()
    {
        await using WebUpstream upstream = await WebUpstream.StartAsync(DescribeAsync);
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        using Socket socket = await DoorBench.ConnectAsync(bench.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes($"GET http://x.test:{bench.Port}/a?b HTTP/1.1\r\nHost: x.test:{bench.Port}\r\nConnection: close\r\n\r\n"));

        string answer = await ReadAllAsync(socket);

        answer.ShouldStartWith("HTTP/1.1 202 ");
        answer.ShouldContain($"GET /a?b x.test:{bench.Port}\n");
    }

    [Fact]
    public async Task HopByHopHeaders_EndAtTheDoor_BothWays()
    {
        string head = "";
        await using RawUpstream upstream = new(async (stream, cancellationToken) =>
        {
            head = await RawUpstream.ReadHeadAsync(stream, cancellationToken);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\nKeep-Alive: timeout=5\r\nAlt-Svc: h3=\":443\"\r\nX-Kept: 1\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        using Socket socket = await DoorBench.ConnectAsync(bench.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(
            $"GET / HTTP/1.1\r\nHost: x.test:{bench.Port}\r\nConnection: x-hop, X-Other\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\nTE: trailers, deflate\r\nUpgrade: foo\r\nExpect: 100-continue\r\nX-Kept: 1\r\n\r\n"));

        using NetworkStream stream = new(socket);
        string answer = await RawUpstream.ReadHeadAsync(stream, Stop).Soonest();

        answer.ShouldContain("X-Kept: 1");
        answer.ShouldNotContain("X-Mine");
        answer.ShouldNotContain("Keep-Alive");
        answer.ShouldNotContain("Alt-Svc");
        head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)
            .ShouldBe(["GET / HTTP/1.1", $"Host: x.test:{bench.Port}", "TE: trailers", "X-Kept: 1"]);
    }

    [Fact]
    public async Task Redirect_GoesBackToTheCode()
    {
        await using WebUpstream upstream = await WebUpstream.StartAsync(static context =>
        {
            context.Response.Redirect("http://elsewhere.test/?token=1");
            context.Response.Cookies.Append("a", "b");
            return Task.CompletedTask;
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);

        using HttpResponseMessage response = await bench.Client().GetAsync(bench.Url("/"), Stop).Soonest();

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.ToString().ShouldBe("http://elsewhere.test/?token=1");
        response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("a=b");
    }

    [Fact]
    public async Task Credentials_AreAddedAndWhatComesBackIsMasked()
    {
        using TestAuthority authority = new();
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            static async context =>
            {
                string seen = context.Request.Headers.Authorization.ToString();
                context.Response.Headers["X-Echo"] = seen;
                context.Response.Headers["X-Encoding"] = context.Request.Headers.AcceptEncoding.ToString();
                context.Response.DeclareTrailer("X-Last");
                foreach (char c in $"you sent {seen}, that is {Convert.ToBase64String(Encoding.UTF8.GetBytes("sk-live+secret"))}")
                {
                    await context.Response.WriteAsync($"{c}");
                    await context.Response.Body.FlushAsync();
                }

                context.Response.AppendTrailer("X-Last", seen);
            },
            authority.Issue("x.test"));
        await using ForwardBench bench = await ForwardBench.StartAsync(
            upstream.Port, new BearerCredential(new Secret("sk-live+secret")), options => options with { TrustedCertificates = authority.PemPath },
            new FakeTime());
        using HttpRequestMessage request = new(HttpMethod.Get, bench.Secure("/")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("authorization", "Bearer mine");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");

        using HttpResponseMessage response = await bench.Client(2).SendAsync(request, Stop).Soonest();

        (await response.Content.ReadAsStringAsync(Stop).Soonest()).ShouldBe("you sent Bearer **************, that is *******************=");
        response.Headers.GetValues("X-Echo").ShouldBe(["Bearer **************"]);
        response.Headers.GetValues("X-Encoding").ShouldBe(["identity"]);
        response.TrailingHeaders.GetValues("X-Last").ShouldBe(["Bearer **************"]);
    }

    [Fact]
    public async Task QueryCredential_IsSentAndNowhereElse()
    {
        using TestAuthority authority = new();
        string? target = null;
        await using WebUpstream upstream = await WebUpstream.StartAsync(
            context =>
            {
                target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
                context.Response.Headers.Location = $"https://x.test{target}";
                context.Response.StatusCode = 302;
                return Task.CompletedTask;
            },
            authority.Issue("x.test"));
        await using ForwardBench bench = await ForwardBench.StartAsync(
            upstream.Port, new QueryCredential("key", new Secret("s3cret/key")), options => options with { TrustedCertificates = authority.PemPath });

        using HttpResponseMessage response = await bench.Client().GetAsync(bench.Secure("/a?key=mine&b=1"), Stop).Soonest();

        target.ShouldBe("/a?b=1&key=s3cret%2Fkey");
        response.Headers.Location!.OriginalString.ShouldBe("https://x.test/a?b=1&key=************");
        GrantReport report = await bench.CloseAsync();
        report.Requests.Single().Path.ShouldBe("/a?key=***&b=***");
        report.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Credentials_OverPlainHttp_NeedTheOperatorsLeave(bool isAllowed)
    {
        await using WebUpstream upstream = await WebUpstream.StartAsync(static context => context.Response.WriteAsync($"{context.Request.Headers.ContainsKey("Authorization")}"));
        await using ForwardBench bench = await ForwardBench.StartAsync(
            upstream.Port, new BearerCredential(new Secret("secret")), options => options with { AllowCredentialsOverHttp = isAllowed });

        (await bench.Client().GetStringAsync(bench.Url("/"), Stop).Soonest()).ShouldBe($"{isAllowed}");

        IReadOnlyList<string> notes = (await bench.CloseAsync()).Notes;
        notes.Count.ShouldBe(isAllowed ? 0 : 1);
        notes.ShouldAllBe(static note => note.Contains("Egress__AllowCredentialsOverHttp"));
    }

    [Fact]
    public async Task Credentials_ForAHostOfTheOperators_GoOverPlainHttpToo()
    {
        await using WebUpstream upstream = await WebUpstream.StartAsync(static context => context.Response.WriteAsync(context.Request.Headers.Authorization.ToString()[..6]));
        EgressOptions options = new() { HostOverrides = new Dictionary<string, string> { ["x.test"] = $"127.0.0.1:{upstream.Port}" } };
        await using ForwardBench bench = await ForwardBench.StartForOperatorAsync(options, null, ("x.test", new BearerCredential(new Secret("secret"))));

        (await bench.Client().GetStringAsync(bench.Url("/"), Stop).Soonest()).ShouldBe("Bearer");

        (await bench.CloseAsync()).Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task Request_OfABuildThatWrites_IsRefusedBeforeTheHostHearsOfIt(string method)
    {
        int heard = 0;
        await using WebUpstream upstream = await WebUpstream.StartAsync(context =>
        {
            Interlocked.Increment(ref heard);
            return Task.CompletedTask;
        });
        EgressOptions options = new() { HostOverrides = new Dictionary<string, string> { ["x.test"] = $"127.0.0.1:{upstream.Port}" } };
        await using ForwardBench bench = await ForwardBench.StartForOperatorAsync(options, null, ("x.test", new BearerCredential(new Secret("secret"))));
        using HttpRequestMessage request = new(new HttpMethod(method), bench.Url("/six"));

        using HttpResponseMessage response = await bench.Client().SendAsync(request, Stop).Soonest();

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("builds may only read");
        heard.ShouldBe(0);
        (await bench.CloseAsync()).Notes.Single().ShouldContain("by a build");
    }

    [Theory]
    [InlineData("127.0.0.2", HttpStatusCode.BadGateway)] // tried, and nobody is there
    [InlineData("169.254.169.254", HttpStatusCode.Forbidden)]
    public async Task Address_OfAHostOfTheOperators_MayBePrivateButNotOfMetadata(string address, HttpStatusCode expected)
    {
        TableResolver resolver = new() { Names = { ["x.test"] = [[address]] } };
        await using ForwardBench theirs = await ForwardBench.StartForOperatorAsync(new EgressOptions(), resolver, ("x.test", null));
        await using ForwardBench anybodys = await ForwardBench.StartAsync(new EgressOptions(), resolver, ("x.test", null));

        using HttpResponseMessage reached = await theirs.Client().GetAsync(theirs.Url("/"), Stop).Soonest();
        using HttpResponseMessage refused = await anybodys.Client().GetAsync(anybodys.Url("/"), Stop).Soonest();

        reached.StatusCode.ShouldBe(expected);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Authentication_OfAConnection_IsNotLeftToTheNextRequest()
    {
        List<string> connections = [];
        await using WebUpstream upstream = await WebUpstream.StartAsync(context =>
        {
            connections.Add(context.Connection.Id);
            return Task.CompletedTask;
        });
        await using ForwardBench bench = await ForwardBench.StartAsync(upstream.Port);
        foreach (string? authorization in (string?[])[null, "NTLM abc", null])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, bench.Url("/"));
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            (await bench.Client().SendAsync(request, Stop).Soonest()).Dispose();
        }

        connections[2].ShouldNotBe(connections[1]);
    }

    private static async Task DescribeAsync(HttpContext context)
    {
        StringBuilder seen = new($"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget} {context.Request.Host}\n");
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in context.Request.Headers.Where(static header => header.Key != "Host").OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            seen.Append($"{name}: {value}\n");
        }

        using StreamReader body = new(context.Request.Body);
        seen.Append(await body.ReadToEndAsync());
        context.Response.StatusCode = 202;
        context.Response.Headers.Append("X-Answer", _answers);
        await context.Response.WriteAsync(seen.ToString());
    }

    private static async Task<string> ReadLineAsync(Socket socket)
    {
        using StreamReader reader = new(new NetworkStream(socket));
        return await reader.ReadLineAsync(Stop).Soonest() ?? "";
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        using StreamReader reader = new(new NetworkStream(socket));
        return await reader.ReadToEndAsync(Stop).Soonest();
    }
}
