// Servers and clients on the loopback, which is all the network a cell has without a grant.
import assert from "node:assert/strict";
import dgram from "node:dgram";
import dns from "node:dns/promises";
import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import os from "node:os";
import tls from "node:tls";

const listening = async (server, ...where) => {
  server.listen(...(where.length > 0 ? where : [0, "127.0.0.1"]));
  await once(server, "listening");
  return server.address().port;
};

export async function fetchFromAServerOfBun() {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/json") return Response.json({ method: request.method, q: searchParams.get("q"), body: await request.text() });
      if (pathname === "/stream") return new Response(new ReadableStream({ start: (c) => ["a", "b"].forEach((x) => c.enqueue(x)) || c.close() }));
      return new Response("no", { status: 404 });
    },
  });
  const base = `http://127.0.0.1:${server.port}`;
  assert.deepEqual(await (await fetch(`${base}/json?q=%C3%A9`, { method: "POST", body: "x" })).json(), { method: "POST", q: "é", body: "x" });
  assert.equal(await (await fetch(`${base}/stream`)).text(), "ab");
  assert.equal((await fetch(base)).status, 404);
  assert.equal((await (await fetch(`http://localhost:${server.port}/json`)).json()).method, "GET");
  server.stop(true);
}

export async function fetchFromAServerOfNode() {
  const server = http.createServer((request, response) => {
    response.setHeader("x-path", request.url);
    request.pipe(response);
  });
  const port = await listening(server);
  const answer = await fetch(`http://127.0.0.1:${port}/p`, { method: "PUT", body: "echo", signal: AbortSignal.timeout(5000) });
  assert.equal(answer.headers.get("x-path"), "/p");
  assert.equal(await answer.text(), "echo");
  server.close();
}

export async function requestsOfNode() {
  const server = http.createServer((request, response) => response.end(request.headers.agent));
  const port = await listening(server);
  const text = await new Promise((resolve, reject) => {
    http.get({ port, host: "127.0.0.1", headers: { agent: "me" } }, (response) => {
      let all = "";
      response.on("data", (part) => (all += part)).on("end", () => resolve(all));
    }).on("error", reject);
  });
  assert.equal(text, "me");
  server.close();
}

export async function fetchSaysThatThereIsNoNetwork() {
  await assert.rejects(fetch("http://paddock.invalid/"));
  await assert.rejects(fetch("http://127.0.0.1:1/"));
  await assert.rejects(dns.lookup("paddock.invalid"));
}

export async function aFetchIsAborted() {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Promise(() => {}) });
  const controller = new AbortController();
  const pending = fetch(`http://127.0.0.1:${server.port}`, { signal: controller.signal });
  controller.abort();
  await assert.rejects(pending, { name: "AbortError" });
  server.stop(true);
}

export async function aWebSocketEchoes() {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request, server) => (server.upgrade(request) ? undefined : new Response("no", { status: 400 })),
    websocket: { message: (socket, message) => void socket.send(`echo ${message}`) },
  });
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
  const heard = new Promise((resolve, reject) => {
    socket.onopen = () => socket.send("hi");
    socket.onmessage = (event) => resolve(event.data);
    socket.onerror = reject;
  });
  assert.equal(await heard, "echo hi");
  socket.close();
  server.stop(true);
}

export async function tcpOverBothFamilies() {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = net.createServer((socket) => socket.on("data", (data) => socket.end(String(data).toUpperCase())));
    const port = await listening(server, 0, host);
    const client = net.connect(port, host);
    client.write("hello");
    assert.equal(String((await once(client, "data"))[0]), "HELLO");
    server.close();
  }
}

export async function unixSockets() {
  const server = net.createServer((socket) => socket.end("unix"));
  server.listen("/tmp/socket");
  await once(server, "listening");
  assert.equal(String((await once(net.connect("/tmp/socket"), "data"))[0]), "unix");
  server.close();
}

export async function datagrams() {
  for (const [kind, host] of [["udp4", "127.0.0.1"], ["udp6", "::1"]]) {
    const [one, two] = [dgram.createSocket(kind), dgram.createSocket(kind)];
    one.bind(0, host);
    await once(one, "listening");
    const heard = once(one, "message");
    two.send("ping", one.address().port, host);
    assert.equal(String((await heard)[0]), "ping");
    one.close();
    two.close();
  }
}

export async function namesAndInterfaces() {
  assert.equal((await dns.lookup("localhost", { family: 4 })).address, "127.0.0.1");
  assert.deepEqual(Object.keys(os.networkInterfaces()), ["lo"]);
  assert.equal(net.isIP("::1"), 6);
}

// Made with: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 36500
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGIs4/JqhDSAdAWoR
hJpsIhiQnJ8sgeCQ1j3eugDJ752hRANCAATw96gYw1aJlY/h+28Uf1tCQ22+m+aN
HWoQ5ZYvZ5EIFHLpnV4EBhv9vV2YoiTGfOZB3FMpK69dpAs41bmhGhuw
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUQ3vgMgjVUTu/CDi5v6wYScrwLUswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjAwNTcyNloYDzIxMjYxMDI5
MDA1NzI2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATw96gYw1aJlY/h+28Uf1tCQ22+m+aNHWoQ5ZYvZ5EIFHLpnV4EBhv9
vV2YoiTGfOZB3FMpK69dpAs41bmhGhuwo2kwZzAdBgNVHQ4EFgQUBj+d0qDfWumA
FtHYfLsGAF0n1cIwHwYDVR0jBBgwFoAUBj+d0qDfWumAFtHYfLsGAF0n1cIwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgGl/jhBKZ9zOBGDVKq3yDZNYk1qmJZ3TbOtxSy0GRjKQCICTDVrbFCEMo
j7LQtMbQEcb2qADDIeJNAOgUg3dBMUHw
-----END CERTIFICATE-----`;

export async function tlsChecksTheCertificate() {
  const server = tls.createServer({ key: KEY, cert: CERTIFICATE }, (socket) => socket.end(`tls ${socket.getProtocol()}`));
  const port = await listening(server);
  const trusting = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca: CERTIFICATE });
  assert.match(String((await once(trusting, "data"))[0]), /^tls TLSv1\.[23]$/);
  assert.equal(trusting.authorized, true);
  const wary = tls.connect({ port, host: "127.0.0.1", servername: "localhost" });
  const [error] = await once(wary, "error");
  assert.match(error.code, /SELF_SIGNED|UNABLE/);
  server.close();
}

export async function httpsWithFetchAndRequest() {
  const server = https.createServer({ key: KEY, cert: CERTIFICATE }, (_, response) => response.end("secure"));
  const port = await listening(server);
  assert.equal(await (await fetch(`https://localhost:${port}`, { tls: { ca: CERTIFICATE } })).text(), "secure");
  await assert.rejects(fetch(`https://localhost:${port}`));
  server.close();
}

export async function http2OverPlainTcp() {
  const server = http2.createServer();
  server.on("stream", (stream) => {
    stream.respond({ ":status": 200 });
    stream.end("two");
  });
  const port = await listening(server);
  const client = http2.connect(`http://127.0.0.1:${port}`);
  const request = client.request({ ":path": "/" });
  let text = "";
  for await (const part of request) text += part;
  assert.equal(text, "two");
  client.close();
  server.close();
}

export async function serverSentEvents() {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Response("data: 1\n\ndata: 2\n\n", { headers: { "content-type": "text/event-stream" } }),
  });
  const reader = (await fetch(`http://127.0.0.1:${server.port}`)).body.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader.read()).value, /^data: 1/);
  server.stop(true);
}
