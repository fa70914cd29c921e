// The language, its globals, and modules of node that touch the kernel little.
import assert from "node:assert/strict";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { Buffer } from "node:buffer";
import crypto from "node:crypto";
import diagnostics from "node:diagnostics_channel";
import { EventEmitter, on, once } from "node:events";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { PerformanceObserver, monitorEventLoopDelay, performance } from "node:perf_hooks";
import querystring from "node:querystring";
import { StringDecoder } from "node:string_decoder";
import timers from "node:timers/promises";
import url from "node:url";
import util from "node:util";
import v8 from "node:v8";
import vm from "node:vm";

export function hashesAndMacs() {
  assert.equal(crypto.createHash("sha256").update("").digest("hex").slice(0, 8), "e3b0c442");
  assert.equal(crypto.createHmac("sha512", "k").update("m").digest().length, 64);
  for (const name of ["md5", "sha1", "sha384", "sha3-256", "ripemd160", "blake2b512"]) assert.ok(crypto.createHash(name).update("x").digest("hex"));
  assert.equal(crypto.pbkdf2Sync("password", "salt", 1, 20, "sha1").toString("hex"), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
  assert.equal(crypto.scryptSync("p", "s", 32).length, 32);
  assert.ok(crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("a")));
  assert.equal(Bun.hash("x"), Bun.hash("x"));
}

export function ciphersAndKeys() {
  const [key, iv] = [crypto.randomBytes(32), crypto.randomBytes(12)];
  const cipher = crypto.createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update("secret"), cipher.final()]);
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, iv).setAuthTag(cipher.getAuthTag());
  assert.equal(decipher.update(sealed, undefined, "utf8") + decipher.final("utf8"), "secret");
  for (const [kind, options] of [["ed25519"], ["rsa", { modulusLength: 2048 }], ["ec", { namedCurve: "P-256" }]]) {
    const { privateKey, publicKey } = crypto.generateKeyPairSync(kind, options);
    const digest = kind === "ed25519" ? null : "sha256";
    assert.ok(crypto.verify(digest, Buffer.from("m"), publicKey, crypto.sign(digest, Buffer.from("m"), privateKey)), kind);
  }
  assert.equal(crypto.randomUUID().length, 36);
  assert.ok(crypto.randomInt(10) < 10);
}

export async function keysAreMadeInTheBackground() {
  const { publicKey } = await util.promisify(crypto.generateKeyPair)("rsa", { modulusLength: 2048 });
  assert.equal(publicKey.asymmetricKeyType, "rsa");
  assert.equal((await util.promisify(crypto.scrypt)("p", "s", 16)).length, 16);
}

export async function cryptographyOfTheWeb() {
  const { subtle } = globalThis.crypto;
  const key = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode("secret"));
  assert.equal(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)), "secret");
  const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const options = { name: "ECDSA", hash: "SHA-256" };
  const signature = await subtle.sign(options, pair.privateKey, Buffer.from("m"));
  assert.ok(await subtle.verify(options, pair.publicKey, signature, Buffer.from("m")));
  assert.equal(Buffer.from(await subtle.digest("SHA-256", Buffer.from(""))).toString("hex").slice(0, 8), "e3b0c442");
}

export async function passwordsOfBun() {
  assert.ok(await Bun.password.verify("p", await Bun.password.hash("p", { algorithm: "bcrypt", cost: 4 })));
  assert.ok(await Bun.password.verify("p", await Bun.password.hash("p", { algorithm: "argon2id", memoryCost: 1024, timeCost: 2 })));
}

// (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add) (memory (export "memory") 1))
const MODULE = "AGFzbQEAAAABBwFgAn9/AX8DAgEABQMBAAEHEAIDYWRkAAAGbWVtb3J5AgAKCQEHACAAIAFqCw==";

export async function webAssembly() {
  const bytes = Buffer.from(MODULE, "base64");
  assert.ok(WebAssembly.validate(bytes));
  const { instance } = await WebAssembly.instantiate(bytes);
  let sum = 0;
  for (let i = 0; i < 200_000; i++) sum = instance.exports.add(sum, 1);
  assert.equal(sum, 200_000);
  assert.equal(instance.exports.memory.buffer.byteLength, 65536);
  instance.exports.memory.grow(2);
  assert.equal(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.add(2, 3), 5);
  assert.ok(new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true }).buffer instanceof SharedArrayBuffer);
}

export async function timersOfEveryKind() {
  assert.equal(await timers.setTimeout(5, "late"), "late");
  assert.equal(await timers.setImmediate("soon"), "soon");
  let ticks = 0;
  for await (const _ of timers.setInterval(1)) if (++ticks === 3) break;
  const order = [];
  await new Promise((resolve) => {
    setTimeout(() => resolve(order.push("timeout")), 1);
    setImmediate(() => order.push("immediate"));
    process.nextTick(() => order.push("tick"));
    queueMicrotask(() => order.push("microtask"));
  });
  assert.deepEqual(order.slice(0, 2).sort(), ["microtask", "tick"]);
  assert.deepEqual(order.slice(2).sort(), ["immediate", "timeout"]);
  await Bun.sleep(1);
  await assert.rejects(timers.setTimeout(20_000, null, { signal: AbortSignal.timeout(5) }));
}

export async function contextFollowsAsyncCode() {
  const storage = new AsyncLocalStorage();
  const read = async () => {
    await timers.setTimeout(1);
    return storage.getStore();
  };
  assert.deepEqual(await Promise.all([storage.run(1, read), storage.run(2, read)]), [1, 2]);
  assert.equal(new AsyncResource("x").runInAsyncScope(() => 3), 3);
}

export async function eventsAndTargets() {
  const emitter = new EventEmitter();
  setTimeout(() => emitter.emit("a", 1), 1);
  assert.deepEqual(await once(emitter, "a"), [1]);
  setTimeout(() => emitter.emit("b", 2), 1);
  for await (const [value] of on(emitter, "b")) {
    assert.equal(value, 2);
    break;
  }
  const target = new EventTarget();
  const heard = once(target, "x");
  target.dispatchEvent(new CustomEvent("x", { detail: 3 }));
  assert.equal((await heard)[0].detail, 3);
  const channel = diagnostics.channel("c");
  channel.subscribe((message) => (channel.got = message));
  channel.publish(4);
  assert.equal(channel.got, 4);
}

export async function measuringTime() {
  const seen = new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries())).observe({ entryTypes: ["measure"] }));
  performance.mark("a");
  performance.measure("m", "a");
  assert.equal((await seen)[0].name, "m");
  assert.ok(performance.now() > 0 && process.hrtime.bigint() > 0n && process.uptime() > 0);
  assert.equal(typeof monitorEventLoopDelay().enable(), "boolean");
}

export function localesAndNumbers() {
  assert.equal(new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" }).format(1234.5), "1.234,50\u00a0€");
  assert.equal(new Intl.DateTimeFormat("ja-JP", { dateStyle: "full", timeZone: "Asia/Tokyo" }).format(0), "1970年1月1日木曜日");
  assert.equal(new Date(0).toLocaleString("en-US", { timeZone: "America/New_York" }).replace("\u202f", " "), "12/31/1969, 7:00:00 PM");
  assert.deepEqual(["ä", "a", "z"].sort(new Intl.Collator("sv").compare), ["a", "z", "ä"]);
  assert.equal(new Intl.PluralRules("en", { type: "ordinal" }).select(3), "few");
  assert.equal([...new Intl.Segmenter("en", { granularity: "grapheme" }).segment("👩‍🚀e\u0301")].length, 2);
  assert.equal(new Intl.RelativeTimeFormat("fr").format(-1, "day"), "il y a 1 jour");
  assert.equal(2n ** 100n, 1267650600228229401496703205376n);
}

export function buffersAndText() {
  assert.equal(Buffer.from("é").toString("base64url"), "w6k");
  assert.equal(Buffer.alloc(8).fill(1).readBigUInt64LE(), 72340172838076673n);
  for (const name of ["utf-8", "utf-16le", "latin1", "windows-1252", "shift_jis", "gb18030", "euc-kr", "koi8-r"]) {
    assert.equal(new TextDecoder(name).decode(name === "utf-16le" ? Buffer.from("abc", "utf16le") : Buffer.from("abc")), "abc", name);
  }
  assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from([0xff])));
  const decoder = new StringDecoder("utf8");
  assert.equal(decoder.write(Buffer.from([0xc3])) + decoder.write(Buffer.from([0xa9])), "é");
  assert.equal(btoa("a") + atob("YQ=="), "YQ==a");
}

export async function blobsFormsAndUrls() {
  const form = new FormData();
  form.append("file", new File(["x"], "a.txt", { type: "text/plain" }));
  const back = await new Response(form).formData();
  assert.equal(await back.get("file").text(), "x");
  assert.equal(new URL("../b?c=1#d", "http://h/a/a/").href, "http://h/a/b?c=1#d");
  assert.equal(url.fileURLToPath("file:///a%20b"), "/a b");
  assert.equal(querystring.parse("a=1&a=2").a.length, 2);
  assert.ok(new URLPattern({ pathname: "/:id" }).test("http://h/1"));
}

export function cloningAndInspecting() {
  const value = { date: new Date(0), map: new Map([[1, { set: new Set([2]) }]]), bytes: new Uint8Array([3]), error: new Error("e"), re: /x/g };
  value.self = value;
  const copy = structuredClone(value);
  assert.equal(copy.self, copy);
  assert.equal(copy.map.get(1).set.has(2), true);
  assert.match(util.inspect(copy, { depth: 4 }), /Circular/);
  assert.equal(util.format("%s %d %j", "a", 1, {}), "a 1 {}");
  assert.ok(util.isDeepStrictEqual([1, { a: 2 }], [1, { a: 2 }]));
  assert.deepEqual(v8.deserialize(v8.serialize({ a: [1] })), { a: [1] });
  assert.equal(util.types.isProxy(new Proxy({}, {})), true);
  assert.equal(util.parseArgs({ args: ["--a", "b"], options: { a: { type: "string" } } }).values.a, "b");
}

export function codeWithinCode() {
  assert.equal(vm.runInNewContext("a + 1", { a: 1 }), 2);
  assert.equal(new vm.Script("this.x = 5").runInContext(vm.createContext({})), 5);
  assert.equal(new Function("a", "return a * 2")(4), 8);
  assert.equal(createRequire("/src/code.js")("node:path").join("a", "..", "b"), "b");
  assert.equal(path.resolve("x"), "/mnt/req/x");
}

export async function modulesOfOnesOwn() {
  await Bun.write("/mnt/req/helper.js", "export const value = 7; export default (n) => n + 1;");
  await Bun.write("/mnt/req/helper.cjs", "module.exports = { value: 8 };");
  await Bun.write("/mnt/req/data.json", '{"value": 9}');
  await Bun.write("/mnt/req/typed.ts", "enum E { A = 10 } export const value: number = E.A;");
  const found = await Promise.all(["helper.js", "helper.cjs", "data.json", "typed.ts"].map((name) => import(`/mnt/req/${name}`)));
  assert.deepEqual(found.map((module) => module.value ?? module.default.value), [7, 8, 9, 10]);
}

export function theMachine() {
  assert.equal(os.platform(), "linux");
  assert.equal(os.tmpdir(), "/tmp");
  assert.ok(os.cpus().length >= 1 && os.totalmem() > 0 && os.availableParallelism() >= 1 && os.release());
  assert.equal(os.userInfo().uid, process.getuid());
  assert.ok(process.memoryUsage().rss > 0 && process.resourceUsage().maxRSS > 0 && process.cpuUsage().user >= 0);
  assert.equal(process.pid, 1);
  assert.ok(process.getuid() !== 0);
  process.umask(0o22);
  process.chdir("/tmp");
  assert.equal(process.cwd(), "/tmp");
}

export function bunItself() {
  assert.equal(Bun.inspect({ a: 1 }).includes("a"), true);
  assert.equal(new Bun.Glob("*.js").match("a.js"), true);
  assert.deepEqual(Bun.TOML.parse("a = 1"), { a: 1 });
  assert.equal(Bun.semver.satisfies("1.2.3", "^1.0.0"), true);
  assert.equal(Bun.which("sh"), "/usr/bin/sh");
  assert.equal(new Bun.Transpiler({ loader: "ts" }).transformSync("let a: number = 1").trim(), "let a = 1;");
  assert.equal(Bun.escapeHTML("<"), "&lt;");
}

export async function aBundleIsBuilt() {
  await Bun.write("/tmp/in/a.ts", "import { b } from './b'; console.log(b as number);");
  await Bun.write("/tmp/in/b.ts", "export const b = 41 + 1;");
  const built = await Bun.build({ entrypoints: ["/tmp/in/a.ts"], minify: true });
  assert.match(await built.outputs[0].text(), /42|41\+1/);
}

export function weakReferencesAndGarbage() {
  const registry = new FinalizationRegistry(() => {});
  registry.register({}, 1);
  Bun.gc(true);
  assert.ok(new WeakRef(registry).deref() === registry);
  let total = 0;
  for (let i = 0; i < 200; i++) total += new Array(10_000).fill(i).length;
  assert.equal(total, 2_000_000);
}

export function regularExpressionsAndSorting() {
  assert.equal("2024-02-29".match(/(?<y>\d{4})-(?<m>\d\d)/u).groups.y, "2024");
  assert.equal("aBc".replace(/(?<=a)B/, "x"), "axc");
  assert.deepEqual(Object.groupBy([1, 2, 3], (n) => (n % 2 ? "odd" : "even")).odd, [1, 3]);
  assert.deepEqual([3, 1, 2].toSorted(), [1, 2, 3]);
  assert.deepEqual(new Set([1, 2]).union(new Set([3])).size, 3);
}
