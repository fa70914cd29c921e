"""Sockets on the loopback, which is all the network a cell has without a grant."""

import array
import http.client
import http.server
import os
import select
import selectors
import smtplib
import socket
import socketserver
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
import xmlrpc.client
import xmlrpc.server


def serve(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def test_tcp():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 5) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(b"ping")
        peer, address = server.accept()
        assert address == client.getsockname()
        with peer:
            assert peer.recv(10) == b"ping"
            peer.sendall(b"pong")
        assert client.recv(10) == b"pong" and client.recv(10) == b""


def test_tcp_over_ipv6_and_both():
    for options in ({"family": socket.AF_INET6}, {"family": socket.AF_INET6, "dualstack_ipv6": True}):
        with socket.create_server(("::", 0), **options) as server:
            port = server.getsockname()[1]
            socket.create_connection(("::1", port), 5).close()
            if "dualstack_ipv6" in options:
                socket.create_connection(("127.0.0.1", port), 5).close()


def test_udp():
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as one, socket.socket(family, socket.SOCK_DGRAM) as two:
            one.bind((host, 0))
            two.sendto(b"datagram", one.getsockname())
            assert one.recvfrom(100)[0] == b"datagram"


def test_unix_sockets_of_each_kind_and_the_abstract_one():
    for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        for name in (f"/tmp/{kind}", f"\0{kind}"):
            with socket.socket(socket.AF_UNIX, kind) as server, socket.socket(socket.AF_UNIX, kind) as client:
                server.bind(name)
                server.listen()
                client.connect(name)
                client.send(b"x")
                assert server.accept()[0].recv(1) == b"x"
    one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.send(b"y")
    assert two.recv(1) == b"y"


def test_a_descriptor_goes_through_a_socket():
    one, two = socket.socketpair()
    reader, writer = os.pipe()
    socket.send_fds(one, [b"here"], [writer])
    message, descriptors, _, _ = socket.recv_fds(two, 10, 1)
    os.write(descriptors[0], b"through")
    assert message == b"here" and os.read(reader, 10) == b"through"


def test_names_of_the_loopback():
    assert socket.gethostbyname("localhost") == "127.0.0.1"
    assert {info[4][0] for info in socket.getaddrinfo("localhost", 80)} >= {"127.0.0.1"}
    assert socket.gethostname()
    assert "lo" in [name for _, name in socket.if_nameindex()]
    assert socket.inet_pton(socket.AF_INET6, "::1")[-1] == 1


def test_a_name_of_the_world_is_a_gaierror():
    try:
        socket.getaddrinfo("paddock.invalid", 80)
    except socket.gaierror:
        return
    raise AssertionError("resolved")


def test_select_poll_epoll_and_selectors():
    one, two = socket.socketpair()
    one.send(b"x")
    assert select.select([two], [one], [], 5) == ([two], [one], [])
    poll = select.poll()
    poll.register(two, select.POLLIN)
    assert poll.poll(5000) == [(two.fileno(), select.POLLIN)]
    with select.epoll() as epoll:
        epoll.register(two, select.EPOLLIN | select.EPOLLET)
        assert epoll.poll(5) == [(two.fileno(), select.EPOLLIN)]
    for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
        with kind() as selector:
            selector.register(two, selectors.EVENT_READ, "data")
            assert [key.data for key, _ in selector.select(5)] == ["data"]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200 if self.path == "/" else 404, b"got " + self.path.encode())

    def do_POST(self):
        self.answer(201, self.rfile.read(int(self.headers["Content-Length"]))[::-1])

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_an_http_server_and_urllib():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        url = f"http://127.0.0.1:{serve(server)}"
        with urllib.request.urlopen(url + "/", timeout=5) as answer:
            assert (answer.status, answer.read()) == (200, b"got /")
        with urllib.request.urlopen(url, b"abc", timeout=5) as answer:
            assert (answer.status, answer.read()) == (201, b"cba")
        try:
            urllib.request.urlopen(url + "/nothing", timeout=5)
        except urllib.error.HTTPError as error:
            assert error.code == 404
        connection = http.client.HTTPConnection("localhost", server.server_port, timeout=5)
        for _ in range(3):
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"got /"
        server.shutdown()


def test_a_folder_is_served():
    os.chdir("/tmp")
    open("/tmp/page.html", "w").write("<p>")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{serve(server)}/page.html", timeout=5) as answer:
            assert (answer.headers["Content-Type"], answer.read()) == ("text/html", b"<p>")
        server.shutdown()


def test_xml_rpc():
    with xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False) as server:
        server.register_function(pow)
        assert xmlrpc.client.ServerProxy(f"http://127.0.0.1:{serve(server)}").pow(2, 10) == 1024
        server.shutdown()


def test_mail_to_a_server_of_ones_own():
    class Smtp(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                command = line[:4].upper()
                if command == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    while (line := self.rfile.readline()) != b".\r\n":
                        self.server.mail += line
                self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp) as server:
        server.mail = b""
        server.daemon_threads = True
        with smtplib.SMTP("127.0.0.1", serve(server), timeout=5) as client:
            client.sendmail("a@b", ["c@d"], "Subject: x\r\n\r\nbody")
        server.shutdown()
        assert b"body" in server.mail


def test_tls_without_a_certificate_authority():
    """A handshake with a certificate that was made here, checked by the client by name and by chain."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.utcnow()
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoded = certificate.public_bytes(serialization.Encoding.PEM)
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    open("/tmp/chain.pem", "wb").write(encoded + plain)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain("/tmp/chain.pem")
    checking = ssl.create_default_context(cadata=encoded.decode())
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        checking.minimum_version = checking.maximum_version = version
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.socket = serving.wrap_socket(server.socket, server_side=True)
            url = f"https://localhost:{serve(server)}/"
            with urllib.request.urlopen(url, timeout=10, context=checking) as answer:
                assert answer.read() == b"got /"
            try:
                urllib.request.urlopen(url, timeout=10)
            except urllib.error.URLError as error:
                assert isinstance(error.reason, ssl.SSLCertVerificationError)
            else:
                raise AssertionError("a certificate that nobody knows was accepted")
            server.shutdown()


def test_the_one_trusted_authority_is_the_egress_door():
    (authority,) = ssl.create_default_context().get_ca_certs()
    assert authority["subject"] == authority["issuer"]
    assert ssl.RAND_status() and ssl.OPENSSL_VERSION_INFO >= (3,)


def test_ancillary_data_peer_credentials_and_buffers():
    one, two = socket.socketpair()
    pid, uid, gid = array.array("i", one.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    assert uid == os.getuid() and gid == os.getgid()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
    buffer = bytearray(10)
    assert one.sendmsg([b"a", b"b"]) == 2 and two.recvmsg_into([buffer])[0] == 2


def test_inetd_style_child_on_a_socket():
    here, there = socket.socketpair()
    child = subprocess.Popen(["cat"], stdin=there, stdout=there)
    there.close()
    here.sendall(b"loop")
    here.shutdown(socket.SHUT_WR)
    assert here.recv(10) == b"loop"
    child.wait()
