// Builds the packages of one revision, as a script in a cell of its own.
//
// What comes on stdin and leaves on stdout is described in docs/protocols/build.md; the log is stderr. Install scripts of packages run in
// this cell too, so nothing here is trusted by anybody: the server checks all that is sent.

import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync, symlinkSync, writeFileSync, writeSync } from "node:fs";

const WORK = "/tmp/build";
const TOOLS = "/tmp/tools";
const MODULES = `${WORK}/node_modules`;
const BUN = "/usr/bin/bun";
const LOCK_FILE = `${WORK}/bun.lock`;
const [END, FILE, EXECUTABLE, LOCK, FAILURE] = [0, 1, 2, 3, 4];
const HEAD = 13;
const CHUNK = 1 << 20;
const PIPE_FULL = 1; // milliseconds until the next try
const MOST_OF_MESSAGE = 2000; // characters

// The members of a package.json that say what to install. Its scripts are not run: there is nothing of the revision's own to build.
const DEPENDENCIES = ["dependencies", "optionalDependencies", "peerDependencies"];
const CHOICES = ["overrides", "resolutions"];

// What npm reads as a version, a range or a tag, or another package's: everything else leads away from the registry.
const OF_REGISTRY = /^(npm:(@[\w.-]+\/)?[\w.-]+(@[^:/]*)?|[^:/]*)$/;

class Failed extends Error {}

export async function main() {
  const order = JSON.parse(await Bun.stdin.text());
  try {
    const lock = await install(order);
    sendAll();
    send(LOCK, "", Buffer.from(lock));
    send(END, "", Buffer.alloc(0));
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    send(FAILURE, "", Buffer.from(error.message.slice(0, MOST_OF_MESSAGE)));
  }
}

// -- installing -------------------------------------------------------------------------------------------------------

async function install(order) {
  const wanted = packagesOf(order.manifest);
  mkdirSync(WORK, { recursive: true });
  mkdirSync(MODULES);
  layOutTools();
  writePackage(wanted, []);
  if (order.lock) writeFileSync(LOCK_FILE, order.lock);
  else await run(["--lockfile-only"], order.index);
  // Bun runs the install scripts of packages that are named as trusted. In this cell all may run.
  const resolved = resolvedIn(readLock());
  writePackage(wanted, [...resolved.keys()].sort());
  await run(order.lock ? ["--frozen-lockfile"] : [], order.index, resolved);
  return readLock();
}

function packagesOf(manifest) {
  let json;
  try {
    json = JSON.parse(manifest);
  } catch (error) {
    throw new Failed(`package.json is not JSON: ${error.message}`);
  }
  if (json === null || typeof json !== "object" || Array.isArray(json)) throw new Failed("package.json is not a JSON object.");
  const wanted = {};
  for (const member of [...DEPENDENCIES, ...CHOICES]) {
    if (json[member] === undefined) continue;
    if (json[member] === null || typeof json[member] !== "object") throw new Failed(`package.json: ${member} is not an object.`);
    if (DEPENDENCIES.includes(member)) for (const [name, version] of Object.entries(json[member])) check(member, name, version);
    wanted[member] = json[member];
  }
  return wanted;
}

function check(member, name, version) {
  if (typeof version === "string" && OF_REGISTRY.test(version)) return;
  throw new Failed(`package.json: ${member}.${name} is ${JSON.stringify(version)}; only versions of packages in the registry can be installed.`);
}

function writePackage(wanted, trusted) {
  writeFileSync(`${WORK}/package.json`, JSON.stringify({ name: "revision", private: true, ...wanted, trustedDependencies: trusted }));
}

// Install scripts call Node and npm's npx by name.
function layOutTools() {
  mkdirSync(TOOLS);
  for (const name of ["node", "npx", "bunx"]) symlinkSync(BUN, `${TOOLS}/${name}`);
}

function readLock() {
  try {
    return readFileSync(LOCK_FILE, "utf8");
  } catch {
    return '{ "lockfileVersion": 1, "packages": {} }\n'; // nothing was asked for
  }
}

// The names of all packages, also those that others have given them, each with its version; of several the last.
function resolvedIn(lock) {
  const { packages = {} } = Bun.JSONC.parse(lock);
  const found = new Map();
  for (const [path, [id]] of Object.entries(packages)) {
    const at = id.lastIndexOf("@");
    const given = /(?:^|\/)((?:@[^/]+\/)?[^/]+)$/.exec(path);
    for (const name of [id.slice(0, at), given?.[1]]) if (name) found.set(name, id.slice(at + 1));
  }
  return found;
}

async function run(options, index, resolved = new Map()) {
  const command = [
    BUN, "install", "--linker", "hoisted", "--backend", "hardlink", "--registry", index, "--cache-dir", "/tmp/cache",
    "--save-text-lockfile", "--no-progress", "--network-concurrency", "16", "--concurrent-scripts", "2", ...options,
  ];
  const env = { ...process.env, HOME: WORK, PATH: `${TOOLS}:${process.env.PATH ?? "/usr/bin"}`, DO_NOT_TRACK: "1", NO_COLOR: "1" };
  const child = Bun.spawn(command, { cwd: WORK, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const lines = [];
  await Promise.all([listen(child.stdout, lines), listen(child.stderr, lines)]);
  if ((await child.exited) !== 0) throw new Failed(reasonIn(lines, child, resolved));
}

async function listen(stream, lines) {
  const decoder = new TextDecoder();
  let rest = "";
  const hear = (line) => {
    process.stderr.write(`${line}\n`);
    lines.push(line);
    if (lines.length > 1000) lines.shift();
  };
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n|\r/);
    rest = parts.pop();
    parts.forEach(hear);
  }
  if (rest) hear(rest);
}

function reasonIn(lines, child, resolved) {
  const errors = lines.filter((line) => /^error: /.test(line)).map((line) => line.slice("error: ".length));
  const script = errors.map((line) => /^(\w+) script from "(.+)" (.+)$/.exec(line)).find(Boolean);
  if (script) {
    const said = lines.filter((line) => line.trim() && !/^(error: |bun install |\$ )/.test(line)).at(-1);
    const [, name, of, end] = script;
    return `The package ${of} ${resolved.get(of) ?? ""} could not be built: its ${name} script ${end}${said ? `: ${said.trim()}` : ""}`;
  }
  const found = errors.slice(-3).join("; ") || `it ended with ${child.signalCode ?? `exit code ${child.exitCode}`}`;
  return `bun could not install the packages: ${found}`;
}

// -- sending ----------------------------------------------------------------------------------------------------------

function sendAll() {
  const sum = { files: 0, bytes: 0 };
  // hidden names at the top are Bun's own: links to programs, caches
  for (const name of readdirSync(MODULES).sort()) if (!name.startsWith(".")) sendTree(name, sum);
  process.stderr.write(`${sum.files} files, ${(sum.bytes / 1e6).toFixed(1)} MB\n`);
}

function sendTree(path, sum) {
  const full = `${MODULES}/${path}`;
  let facts;
  try {
    if (!`${realpathSync(full)}/`.startsWith(`${MODULES}/`)) return;
    facts = statSync(full);
  } catch {
    return; // a link to nothing
  }
  if (facts.isFile()) {
    sum.bytes += sendFile(path, full);
    sum.files++;
  } else if (facts.isDirectory() && realpathSync(full) === full) {
    for (const name of readdirSync(full).sort()) if (name !== ".bin") sendTree(`${path}/${name}`, sum);
  }
}

function sendFile(path, full) {
  const fd = openSync(full, "r");
  const { mode, size } = fstatSync(fd);
  writeHead(mode & 0o111 ? EXECUTABLE : FILE, path, size);
  const buffer = Buffer.allocUnsafe(Math.min(size, CHUNK));
  for (let left = size; left > 0; ) {
    const count = readSync(fd, buffer, 0, Math.min(left, CHUNK));
    if (count === 0) throw new Failed(`${path} has become shorter while it was read.`);
    writeAll(buffer.subarray(0, count));
    left -= count;
  }
  closeSync(fd);
  return size;
}

function send(kind, path, content) {
  writeHead(kind, path, content.length);
  writeAll(content);
}

function writeHead(kind, path, size) {
  const name = Buffer.from(path);
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(kind, 0);
  head.writeUInt32LE(name.length, 1);
  head.writeBigUInt64LE(BigInt(size), 5);
  writeAll(Buffer.concat([head, name]));
}

function writeAll(bytes) {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Bun.sleepSync(PIPE_FULL);
    }
  }
}
