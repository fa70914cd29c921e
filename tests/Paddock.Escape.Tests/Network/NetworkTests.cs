using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Host;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Network;

/// <summary>Without a grant there is no network: not outside, not the host's own, not its names.</summary>
public sealed class NetworkTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _connect = new(
        """
        def connect(family, address):
            with socket.socket(family) as link:
                link.settimeout(3)
                link.connect(address)
                return link.recv(200).decode()

        def execute(input):
            got = []
            for family, address in ((socket.AF_INET, ("127.0.0.1", input[0])), (socket.AF_INET6, ("::1", input[1])), (socket.AF_UNIX, "\0" + input[2]), (socket.AF_INET, ("127.0.0.1", input[3]))):
                try:
                    got.append(connect(family, address))
                except OSError as e:
                    got.append(None)
            return got
        """,
        """
        const connect = (where) => new Promise((resolve) => {
          try {
            const link = net.connect(where);
            link.setTimeout(3000, () => resolve(null));
            link.once("data", (data) => resolve(data.toString()));
            link.once("error", () => resolve(null));
            link.once("close", () => resolve(null));
          } catch { resolve(null); }
        });

        async function execute(input) {
          return [await connect({ host: "127.0.0.1", port: input[0] }), await connect({ host: "::1", port: input[1] }), await connect({ path: "\0" + input[2] }),
            await connect({ host: "127.0.0.1", port: input[3] })];
        }
        """);

    private static readonly Payload _outside = new(
        """
        def send(family, address):
            with socket.socket(family, socket.SOCK_DGRAM) as link:
                link.sendto(b"x", address)

        def execute(input):
            return [attempt(lambda: socket.create_connection(("192.0.2.1", 80), timeout=3)), attempt(lambda: send(socket.AF_INET, ("192.0.2.1", 53))),
                    attempt(lambda: send(socket.AF_INET6, ("2001:db8::1", 53))), attempt(lambda: socket.create_connection(("2001:db8::1", 80), timeout=3)),
                    attempt(lambda: socket.getaddrinfo("paddock.invalid", 80)), sorted(name for _, name in socket.if_nameindex())]
        """,
        """
        import * as dgram from "node:dgram";
        import * as dns from "node:dns";

        const outcome = (start) => new Promise((resolve) => {
          const timer = setTimeout(() => resolve("timeout"), 3000);
          const done = (error) => { clearTimeout(timer); resolve(error ? String(error.code ?? error.name) : null); };
          try { start(done); } catch (error) { done(error); }
        });

        async function execute(input) {
          return [await outcome((done) => net.connect(80, "192.0.2.1", () => done()).on("error", done)), await outcome((done) => dgram.createSocket("udp4").on("error", done).send("x", 53, "192.0.2.1", done)),
            await outcome((done) => dgram.createSocket("udp6").on("error", done).send("x", 53, "2001:db8::1", done)), await outcome((done) => net.connect(80, "2001:db8::1", () => done()).on("error", done)),
            await outcome((done) => dns.lookup("paddock.invalid", done)), Object.keys(os.networkInterfaces()).sort()];
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("net-namespace+jail-net-namespace")]
    [HoldsWithout("net-namespace")]
    [HoldsWithout("jail-net-namespace")]
    public async Task A_function_reaches_no_service_of_the_host(string language)
    {
        using var v4 = Listener.Tcp(IPAddress.Loopback);
        using var v6 = Listener.Tcp(IPAddress.IPv6Loopback);
        using var local = Listener.Abstract();

        var answer = await AttackAsync(language, _connect, string.Create(CultureInfo.InvariantCulture, $"[{v4.Port},{v6.Port},\"{local.Name}\",{Server.Port}]"));

        answer.ShouldBeValid("[null,null,null,null]");
        (v4.Count + v6.Count + local.Count).ShouldBe(0, "somebody has connected");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("net-namespace+jail-net-namespace+landlock")]
    [HoldsWithout("net-namespace+jail-net-namespace")]
    [HoldsWithout("landlock")]
    public async Task A_function_reaches_no_abstract_socket_of_the_host(string language)
    {
        using var local = Listener.Abstract();

        var answer = await AttackAsync(language, _connect, $"[1,1,\"{local.Name}\",1]");

        answer.ShouldBeValid("[null,null,null,null]");
        local.Count.ShouldBe(0, "somebody has connected");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("net-namespace+jail-net-namespace")]
    [HoldsWithout("net-namespace")]
    [HoldsWithout("jail-net-namespace")]
    public async Task A_function_sees_no_interface_but_its_loopback_and_reaches_no_address_and_no_name(string language)
    {
        var answer = (await AttackAsync(language, _outside)).ShouldBeValid();

        answer.Output.EnumerateArray().Take(5).ShouldAllBe(error => error.ValueKind == System.Text.Json.JsonValueKind.String);
        answer.Output[5].GetRawText().ShouldBe("[\"lo\"]");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task A_function_gets_no_socket_but_local_TCP_UDP_and_the_list_of_addresses(string language)
    {
        var answer = (await AttackAsync(language, new Payload(
            """
            def execute(input):
                got = []
                for domain in [*range(0, 64), 0x100000002 - (1 << 32) + 256]:
                    for kind in range(1, 11):
                        for protocol in [*range(0, 23), 58, 132, 136, 255, 262]:
                            link = syscall(NR["socket"], domain, kind, protocol)
                            if link >= 0:
                                os.close(link)
                                got.append(f"{domain} {kind} {protocol}")
                return got
            """,
            """
            function execute(input) {
              const got = [];
              for (let domain = 0; domain < 64; domain++) {
                for (let kind = 1; kind < 11; kind++) {
                  for (const protocol of [...Array(23).keys(), 58, 132, 136, 255, 262]) {
                    const link = syscall(NR.socket, domain, kind, protocol);
                    if (link >= 0) {
                      syscall(NR.close, link);
                      got.push(`${domain} ${kind} ${protocol}`);
                    }
                  }
                }
              }
              return got;
            }
            """))).ShouldBeValid();

        answer.Output.EnumerateArray().Select(link => link.GetString()!).Where(link => !IsHarmless(link)).ShouldBeEmpty();
        answer.Output.GetArrayLength().ShouldBeGreaterThan(8);
    }

    /// <summary>AF_UNIX; TCP and UDP of IPv4 and IPv6; the routing family of netlink.</summary>
    private static bool IsHarmless(string link) => link.Split(' ') is var words && words[0] switch
    {
        "1" => true,
        "2" or "10" => (words[1], words[2]) is ("1", "0" or "6") or ("2", "0" or "17"),
        "16" => words[2] == "0",
        _ => false,
    };

    /// <summary>A service of the host that says its secret to whoever connects, and counts them.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly Socket _socket;
        private int _count;

        private Listener(Socket socket, EndPoint address, string name)
        {
            _socket = socket;
            Name = name;
            _socket.Bind(address);
            _socket.Listen();
            _ = ServeAsync();
        }

        public string Name { get; }

        public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        public int Count => Volatile.Read(ref _count);

        public static Listener Tcp(IPAddress address) =>
            new(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(address, 0), "");

        public static Listener Abstract()
        {
            var name = $"paddock-canary-{Guid.NewGuid():N}";
            return new Listener(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint('\0' + name), name);
        }

        public void Dispose() => _socket.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var link = await _socket.AcceptAsync();
                    Interlocked.Increment(ref _count);
                    await link.SendAsync(Encoding.ASCII.GetBytes(Canaries.Secret));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The end of the test.
            }
        }
    }
}
