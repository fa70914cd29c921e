// Files, streams, compression and SQLite.
import { Database } from "bun:sqlite";
import assert from "node:assert/strict";
import fs, { createReadStream, createWriteStream } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, open, opendir, readFile, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { Duplex, PassThrough, Readable, Transform, Writable } from "node:stream";
import { json, text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";

export async function filesAndFolders() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "x-"));
  await mkdir(`${folder}/a/b`, { recursive: true });
  await writeFile(`${folder}/a/b/file`, "one\n");
  await appendFile(`${folder}/a/b/file`, "two\n");
  await symlink("b/file", `${folder}/a/link`);
  assert.equal(await readFile(`${folder}/a/link`, "utf8"), "one\ntwo\n");
  assert.deepEqual((await readdir(folder, { recursive: true })).sort(), ["a", "a/b", "a/b/file", "a/link"]);
  await cp(`${folder}/a`, `${folder}/c`, { recursive: true });
  await rename(`${folder}/c/b/file`, `${folder}/moved`);
  assert.equal((await stat(`${folder}/moved`)).size, 8);
  for await (const entry of await opendir(folder)) assert.ok(entry.name);
  await rm(folder, { recursive: true });
  await assert.rejects(stat(folder), { code: "ENOENT" });
}

export function filesSynchronously() {
  fs.writeFileSync("/tmp/a", Buffer.from([1, 2, 3]));
  fs.linkSync("/tmp/a", "/tmp/b");
  fs.copyFileSync("/tmp/a", "/tmp/c");
  fs.chmodSync("/tmp/c", 0o600);
  fs.truncateSync("/tmp/c", 2);
  fs.utimesSync("/tmp/c", 1, 2);
  assert.equal(fs.statSync("/tmp/a").nlink, 2);
  assert.equal(fs.statSync("/tmp/c").mtimeMs, 2000);
  assert.equal(fs.existsSync("/tmp/d"), false);
  assert.equal(fs.realpathSync("/tmp/../tmp/a"), "/tmp/a");
  assert.deepEqual(fs.readdirSync("/tmp").sort(), ["a", "b", "c"]);
  fs.accessSync("/tmp/a", fs.constants.R_OK);
  fs.statfsSync("/tmp");
}

export async function handlesReadAndWriteAtPlaces() {
  const handle = await open("/tmp/handle", "w+");
  await handle.write("0123456789");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 4);
  assert.equal(buffer.toString("utf8", 0, bytesRead), "456");
  await handle.truncate(5);
  await handle.sync();
  assert.equal((await handle.stat()).size, 5);
  await handle.close();
}

export async function filesOfBun() {
  assert.equal(await Bun.write("/tmp/file", "text"), 4);
  assert.equal(await Bun.file("/tmp/file").text(), "text");
  await Bun.write("/tmp/copy", Bun.file("/tmp/file"));
  const writer = Bun.file("/tmp/big").writer();
  for (let i = 0; i < 1000; i++) writer.write("x".repeat(1000));
  await writer.end();
  assert.equal(Bun.file("/tmp/big").size, 1_000_000);
  assert.equal((await Bun.file("/tmp/big").slice(0, 10).arrayBuffer()).byteLength, 10);
}

export async function streamsOfFilesThroughCompression() {
  await writeFile("/tmp/plain", "paddock ".repeat(100_000));
  await pipeline(createReadStream("/tmp/plain"), zlib.createGzip(), createWriteStream("/tmp/packed"));
  assert.ok((await stat("/tmp/packed")).size < 10_000);
  await pipeline(createReadStream("/tmp/packed"), zlib.createGunzip(), createWriteStream("/tmp/again"));
  assert.equal((await stat("/tmp/again")).size, 800_000);
}

export async function linesAreRead() {
  await writeFile("/tmp/lines", "a\nb\nc");
  const lines = [];
  for await (const line of readline.createInterface({ input: createReadStream("/tmp/lines") })) lines.push(line);
  assert.deepEqual(lines, ["a", "b", "c"]);
}

export async function streamsOfNode() {
  const upper = new Transform({ transform: (chunk, _, done) => done(null, String(chunk).toUpperCase()) });
  assert.equal(await text(Readable.from(["a", "b"]).pipe(upper)), "AB");
  assert.deepEqual(await json(Readable.from(['{"a":', "1}"])), { a: 1 });
  const kept = [];
  await pipeline(Readable.from([1, 2, 3]).map((n) => n * 2), new Writable({ objectMode: true, write: (n, _, done) => (kept.push(n), done()) }));
  assert.deepEqual(kept, [2, 4, 6]);
  const through = new PassThrough();
  through.end("x");
  assert.equal(await text(Duplex.from(through)), "x");
}

export async function streamsOfTheWeb() {
  const doubled = new ReadableStream({ start: (c) => [1, 2].forEach((n) => c.enqueue(n)) || c.close() }).pipeThrough(
    new TransformStream({ transform: (n, controller) => controller.enqueue(n * 2) }),
  );
  const [one, two] = doubled.tee();
  assert.deepEqual([await Array.fromAsync(one), await Array.fromAsync(two)], [[2, 4], [2, 4]]);
  const packed = new Blob(["x".repeat(1000)]).stream().pipeThrough(new CompressionStream("gzip"));
  assert.equal(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text(), "x".repeat(1000));
  assert.equal(await text(Readable.fromWeb(new Blob(["web"]).stream())), "web");
}

export async function compressionOfEachKind() {
  const data = Buffer.from("paddock ".repeat(1000));
  for (const kind of ["gzip", "deflate", "deflateRaw", "brotliCompress", "zstdCompress"]) {
    const back = { gzip: "gunzip", deflate: "inflate", deflateRaw: "inflateRaw", brotliCompress: "brotliDecompress", zstdCompress: "zstdDecompress" }[kind];
    const packed = zlib[`${kind}Sync`](data);
    assert.ok(packed.length < data.length / 10, kind);
    assert.deepEqual(zlib[`${back}Sync`](packed), data);
    assert.deepEqual(await new Promise((resolve, reject) => zlib[back](packed, (error, value) => (error ? reject(error) : resolve(value)))), data);
  }
  assert.equal(zlib.crc32("x"), 2363233923);
  assert.deepEqual(Bun.gunzipSync(Bun.gzipSync(data)).length, data.length);
}

export function sqliteOfBun() {
  for (const place of [":memory:", "/tmp/base.db"]) {
    const base = new Database(place);
    base.run("pragma journal_mode = wal");
    base.run("create table t (a integer primary key, b text)");
    const insert = base.prepare("insert into t (b) values (?)");
    base.transaction((names) => names.forEach((name) => insert.run(name)))(["x", "é"]);
    assert.deepEqual(base.query("select * from t where b = $b").all({ $b: "é" }), [{ a: 2, b: "é" }]);
    base.close();
  }
}

export async function sqliteOfNode() {
  const { DatabaseSync } = await import("node:sqlite");
  const base = new DatabaseSync(":memory:");
  base.exec("create table t (a)");
  base.prepare("insert into t values (?)").run(7);
  assert.equal(base.prepare("select a from t").get().a, 7);
}

export function watchingAFileIsRefusedPlainly() {
  // The kernel counts watches per user of the host, and one cell could take all of them. fs.watchFile, which polls, works.
  assert.throws(() => fs.watch("/tmp", () => {}));
}

export async function watchingByPollingWorks() {
  fs.writeFileSync("/tmp/watched", "a");
  const changed = new Promise((resolve) => fs.watchFile("/tmp/watched", { interval: 20 }, resolve));
  const writing = setInterval(() => fs.appendFileSync("/tmp/watched", "b"), 30);
  await changed;
  clearInterval(writing);
  fs.unwatchFile("/tmp/watched");
}
