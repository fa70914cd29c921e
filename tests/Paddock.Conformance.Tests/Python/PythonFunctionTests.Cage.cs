using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string ReadsFile => "def execute(input): return open(input).read()";

    protected override string TriesToWrite => """
        def execute(input):
            done = []
            for path in input:
                try:
                    with open(path, "w") as file:
                        file.write("x")
                    done.append(path)
                except OSError:
                    pass
            return done
        """;

    protected override string TriesToRead => """
        def execute(input):
            done = []
            for path in input:
                try:
                    with open(path, "rb") as file:
                        file.read(1)
                    done.append(path)
                except OSError:
                    pass
            return done
        """;

    protected override string ListsProcesses => """
        import os

        def execute(input):
            return [os.getpid(), [int(name) for name in os.listdir("/proc") if name.isdigit()]]
        """;

    protected override string RunsAChild => """
        import subprocess

        def execute(input):
            return subprocess.run(["echo", "hi"], capture_output=True, text=True, check=True).stdout
        """;

    protected override string TriesTheNetwork => """
        import socket

        def attempt(action):
            try:
                action()
                return None
            except OSError as e:
                return repr(e)

        def execute(input):
            return {
                "tcp": attempt(lambda: socket.create_connection(("192.0.2.1", 80), timeout=5)),
                "server": attempt(lambda: socket.create_connection(("127.0.0.1", input), timeout=5)),
                "udp": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))),
                "dns": attempt(lambda: socket.getaddrinfo("paddock.invalid", 80)),
                "resolver": attempt(lambda: socket.gethostbyaddr("192.0.2.1")),
            }
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("subprocess.run('echo hi | tr h H', shell=True, capture_output=True, text=True).stdout", "\"Hi\\n\"")]
    [InlineData("concurrent.futures.ThreadPoolExecutor(4).submit(sum, [1, 2]).result()", "3")]
    [InlineData("multiprocessing.get_context('fork').Pool(2).map(abs, [-1, -2])", "[1,2]")]
    [InlineData("zoneinfo.ZoneInfo('Europe/Berlin').key", "\"Europe/Berlin\"")]
    [InlineData("len(os.urandom(8)) + os.cpu_count() > 8", "true")]
    [InlineData("[a.close() or b.close() for a, b in [socket.socketpair()]]", "[null]")]
    [InlineData("ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED", "true")]
    [InlineData("time.localtime().tm_year > 2024", "true")]
    [InlineData("tempfile.NamedTemporaryFile().name.startswith('/tmp/')", "true")]
    [InlineData("sorted(os.listdir('/dev/fd'))[:3]", """["0","1","2"]""")]
    [InlineData("hashlib.sha256(b'').hexdigest()[:8]", "\"e3b0c442\"")]
    [InlineData("getpass.getuser() != 'root'", "true")]
    [InlineData("locale.getpreferredencoding().upper()", "\"UTF-8\"")]
    public async Task StandardLibrary_InTheCage_Works(string expression, string expected) => (await RunAsync($"""
        import concurrent.futures, getpass, hashlib, locale, multiprocessing, os, socket, ssl, subprocess, tempfile, time, zoneinfo

        def execute(input):
            return {expression}
        """)).ShouldBeValid(expected);
}
