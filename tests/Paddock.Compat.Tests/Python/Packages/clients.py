"""requests and httpx, against a server in the same cell."""

import asyncio
import http.server
import json
import threading

import httpx
import requests


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/json")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer({"path": self.path, "agent": self.headers["User-Agent"], "cookie": self.headers["Cookie"]})

    def do_POST(self):
        self.answer({"body": self.rfile.read(int(self.headers["Content-Length"])).decode("latin-1"), "type": self.headers["Content-Type"]})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "seen=1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def test_requests():
    url = serve()
    with requests.Session() as session:
        assert session.get(url + "/redirect", timeout=5).json()["path"] == "/json"
        assert session.get(url, params={"a": "é"}, timeout=5).json()["cookie"] == "seen=1"
        assert session.post(url, json={"a": 1}, timeout=5).json() == {"body": '{"a": 1}', "type": "application/json"}
        assert "multipart/form-data" in session.post(url, files={"f": b"x"}, timeout=5).json()["type"]


def test_requests_says_that_there_is_no_network():
    try:
        requests.get("http://paddock.invalid", timeout=5)
    except requests.ConnectionError:
        return
    raise AssertionError("there is a network")


def test_httpx():
    url = serve()
    with httpx.Client(follow_redirects=True) as client:
        assert client.get(url + "/redirect").json()["path"] == "/json"
        assert client.post(url, json={"a": 1}).json()["type"] == "application/json"
        with client.stream("GET", url) as answer:
            assert b"".join(answer.iter_bytes())


async def test_httpx_asynchronously():
    url = serve()
    async with httpx.AsyncClient() as client:
        answers = await asyncio.gather(*(client.get(f"{url}/{n}") for n in range(5)))
    assert [answer.json()["path"] for answer in answers] == [f"/{n}" for n in range(5)]


def test_httpx_says_that_there_is_no_network():
    try:
        httpx.get("http://paddock.invalid", timeout=5)
    except httpx.ConnectError:
        return
    raise AssertionError("there is a network")
