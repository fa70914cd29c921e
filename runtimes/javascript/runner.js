// One execution in a JavaScript or TypeScript cell: warm up, read the job frame, run the user's code, answer, leave.
//
// Run by `bun --no-install /opt/paddock/main.js`, bundled with what it imports, with LAUNCH_SETTINGS, a process for each job. The frames are described in docs/protocols/cell.md.
// The kernel cage is the boundary, not this file; but whatever user code does to the globals, an answer is sent or the process
// ends with a non-zero status. Hence everything that runs after user code uses only what was taken from the globals before it.
//
// read, write and fcntl come through what bun:ffi is made of, since that module costs as much again to load and node:fs five times as
// much; no top-level await here, because Bun then never reports an empty event loop.

"use strict"; // for the bundle, which is no module: functions of sloppy code show their callers to user code

import { describe, problemsOf } from "./errors.js";
import { reasonOf, toJson } from "./values.js";

const JOB_SOCKET = 3;
const HEADER = 5; // length, kind
const PREFIX = 5; // status and exit code, which the length counts
const RESULT = 2;
const SCRIPT = 3;
const JSON_LENGTH = 4; // of a script, ahead of its JSON; its stdin follows that
const PIECE = 131072; // characters of an answer that are encoded at a time
const MOST_BYTES = 3; // of a character in UTF-8
const VALID = 0;
const NOT_JSON = 1;
const ERROR = 2;
const WARM = "paddockWarm"; // an event that nobody listens to
const F_GETFD = 1;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
const F_GETFL = 3;
const O_NONBLOCK = 0o4000;

// Makes a top-level `execute` that the user did not export visible to us. Nothing of ours is evaluated: see docs/adr/0003.
const EXPORTED = "$paddock_execute";
const CLAUSE = `\nexport { execute as ${EXPORTED} };\n`;

const EXPECTED =
  "Paddock calls execute(input): define it at the top level, as function execute(input) or async function execute(input)";

// What the jail says to the dynamic linker and to Bun; the first would load our library into every child process.
// useTailCalls=0 keeps frames in traces and makes endless recursion end; the last saves a thread and 5 to 10 % of the CPU.
const LAUNCH_SETTINGS = [
  "LD_PRELOAD",
  "BUN_JSC_useTailCalls",
  "BUN_FEATURE_FLAG_DISABLE_ASYNC_TRANSPILER",
  "BUN_RUNTIME_TRANSPILER_CACHE_PATH",
];

const { symbols: libc } = Bun.FFI.dlopen("libc.so.6", {
  read: { args: ["int", "buffer", "u32"], returns: "i32" }, // never more than 2 GiB at a time
  write: { args: ["int", "buffer", "u32"], returns: "i32" },
  fcntl: { args: ["int", "int", "int"], returns: "int" },
});
const { read, write, fcntl } = libc;
const { process } = globalThis;
const realm = globalThis;
const Memory = ArrayBuffer;
const Bytes = Uint8Array;
const { apply } = Reflect;
const { set } = Bytes.prototype;
const { slice, charCodeAt } = String.prototype;
const resultHeader = new Bytes(HEADER + PREFIX);
const view = new DataView(resultHeader.buffer);
const setUint8 = view.setUint8.bind(view);
const setUint32 = view.setUint32.bind(view);
const setInt32 = view.setInt32.bind(view);
const encoder = new TextEncoder();
const encodeInto = encoder.encodeInto.bind(encoder);
const emit = process.emit.bind(process);
const countListeners = process.listenerCount.bind(process);
const reallyExit = process.reallyExit.bind(process);
const printError = console.error.bind(console);
const { keys } = Object;
const { parse } = JSON;
const ReferenceErrorType = ReferenceError;
const TypeErrorType = TypeError;

let isScript = false;
let leaving = false;
let inListeners = false;
let unflushed; // what is left to do once the streams have ended

function main() {
  fcntl(JOB_SOCKET, F_SETFD, FD_CLOEXEC);
  for (const name of LAUNCH_SETTINGS) delete process.env[name];
  // libpaddock, preloaded, finishes the cage and takes this away; without it nothing foreign may run.
  if (process.env.PADDOCK_EXECED_CELL !== undefined) {
    printError("paddock: libpaddock.so was not loaded, so the cage is not complete");
    reallyExit(70);
  }
  process.on("uncaughtException", onUncaught);
  process.on("unhandledRejection", onUnhandled);
  process.on("beforeExit", onEmptyLoop);
  process.exit = exit;
  import("./warm.ts").then(run).catch(lost);
}

// Whatever is done for the first time takes long, so all of a job's way that leaves no trace is gone once while nobody waits for it.
async function warmUp() {
  await layOut({ files: [], env: {} });
  mayBeCommonJs(process.argv[1]);
  parse(textOf(encoder.encode(toJson({ a: [1, new Date(0)] }))));
  exitCodeOf(undefined, 0);
  flush(1, () => emit(WARM));
  const room = new Bytes(new Memory(HEADER + PREFIX), 0);
  encodePiece("{}", 0, room);
  setUint32(0, 0, true);
  setUint8(4, RESULT);
  setInt32(6, 0, true);
  apply(set, room, [resultHeader]);
}

// Only when user code has pulled the ground from under us: no frame, so the exit status has to tell.
function lost() {
  reallyExit(1);
}

async function run() {
  await warmUp();
  const { kind, payload } = receive();
  if (kind === SCRIPT) return runScript(payload);
  const job = parse(textOf(payload));
  let result;
  try {
    await layOut(job);
    const execute = findExecute(await load(job));
    // Awaited here and returned from nowhere: a returned promise would be asked for its `then`, which user code may have replaced.
    result = await execute(job.input);
  } catch (error) {
    if (leaving) return;
    complain(describe(error));
    return finish(ERROR, 1, undefined);
  }
  if (leaving) return;
  answer(result);
}

// As Bun runs its main program: to the end of its event loop, and judged by its exit code alone.
async function runScript(payload) {
  isScript = true;
  const end = JSON_LENGTH + new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  const job = parse(new TextDecoder().decode(payload.subarray(JSON_LENGTH, end)));
  const path = pathOf(job);
  try {
    await layOut(job);
    await Bun.write(path, job.code);
    if (end < payload.length) (await import("./stdin.js")).open(payload.subarray(end), write);
    Bun.main = path; // what import.meta.main and require.main go by
    process.argv.splice(1, process.argv.length, path, ...job.args);
    await import(path);
  } catch (error) {
    if (!leaving && countListeners("uncaughtException") > 1) emit("uncaughtException", error, "uncaughtException");
    else onUncaught(error);
  }
}

function answer(result) {
  let json;
  try {
    json = toJson(result);
  } catch (fault) {
    complain(`paddock: the returned value is not JSON: ${reasonOf(fault)}`);
    return finish(NOT_JSON, 0, undefined);
  }
  finish(VALID, 0, json);
}

// -- the job ----------------------------------------------------------------------------------------------------------

function receive() {
  const first = new Uint8Array(65536);
  let have = 0;
  while (have < HEADER) have += receiveSome(first.subarray(have));
  const length = new DataView(first.buffer).getUint32(0, true);
  const kind = first[4];
  if (have === HEADER + length) return { kind, payload: first.subarray(HEADER, have) };
  const payload = new Uint8Array(length);
  payload.set(first.subarray(HEADER, have));
  for (have -= HEADER; have < length; ) have += receiveSome(payload.subarray(have));
  return { kind, payload };
}

// The bytes' own memory goes to what comes next: what is touched for the first time costs more than all that is done with it.
function textOf(payload) {
  const text = new TextDecoder().decode(payload);
  payload.buffer.transfer(0);
  return text;
}

function receiveSome(room) {
  const count = read(JOB_SOCKET, room, room.length);
  if (count <= 0) reallyExit(0); // the server let go of an unused cell
  return count;
}

async function layOut({ files, env }) {
  for (const { path, contents } of files) await Bun.write(path, contents);
  for (const name of keys(env)) process.env[name] = env[name];
}

// With the clause first. Where the code has no such name at its top level the parser says so before anything is evaluated
// (TypeScript ignores the clause instead), and the code is loaded as it is.
async function load({ language, code }) {
  const path = pathOf({ language });
  process.argv[1] = path;
  // Code that has both a top-level execute and CommonJS exports is loaded as an ES module, where these would not be defined.
  if (mayBeCommonJs(code)) realm.module = { exports: (realm.exports = {}) };
  await Bun.write(path, code + CLAUSE);
  try {
    return await import(path);
  } catch (error) {
    if (!isProblemOf(path, error)) throw error;
  }
  await Bun.write(path, code);
  return import(path);
}

function mayBeCommonJs(code) {
  return /\b(?:module|exports)\b|\bexport\s*=/.test(code);
}

function pathOf({ language }) {
  return language === "typescript" ? "/src/code.ts" : "/src/code.js";
}

function isProblemOf(path, error) {
  const problems = problemsOf(error);
  return problems.length > 0 && problems[0].name === "BuildMessage" && problems[0].position?.file === path;
}

// By name first, then as the only thing that the module gives; the receiver is what the user would call it on.
function findExecute(module) {
  const commonJs = realm.module?.exports;
  if (typeof module[EXPORTED] === "function") return module[EXPORTED];
  if (typeof module.execute === "function") return module.execute;
  const main = module.default ?? commonJs;
  if (typeof main === "function") return main;
  if (typeof main?.execute === "function") return (input) => main.execute(input);
  throw noExecute(module[EXPORTED] ?? module.execute ?? main?.execute, module);
}

function noExecute(value, module) {
  const error =
    value === undefined
      ? new ReferenceErrorType(`execute is not defined${exportsOf(module)}. ${EXPECTED}`)
      : new TypeErrorType(`execute is not a function, it is of type ${typeof value}. ${EXPECTED}`);
  error.stack = undefined;
  return error;
}

function exportsOf(module) {
  const names = keys(module);
  let text = "";
  for (let i = 0; i < names.length && i < 10; i++) if (names[i] !== EXPORTED) text += (text === "" ? ": the code exports " : ", ") + names[i];
  return text;
}

// -- other ways out -----------------------------------------------------------------------------------------------------

function onUncaught(error) {
  if (inListeners) complain(describe(error));
  if (leaving || countListeners("uncaughtException") > 1) return;
  complain(describe(error));
  finish(ERROR, 1, undefined);
}

function onUnhandled(reason, promise) {
  if (leaving || countListeners("unhandledRejection") > 1) return;
  if (countListeners("uncaughtException") > 1) {
    emit("uncaughtException", reason, "unhandledRejection");
    return;
  }
  complain(describe(reason));
  finish(ERROR, 1, undefined);
}

function onEmptyLoop() {
  if (leaving) return unflushed?.(); // a stream of theirs never said that it has ended
  if (isScript) return onScriptEnd();
  complain("paddock: execute never settled: it waits for a promise that nothing is left to fulfil");
  finish(ERROR, 1, undefined);
}

// A listener of theirs may find more to do: then Bun itself sees to the end, which takes longer.
function onScriptEnd() {
  if (countListeners("beforeExit") > 1) process.off("beforeExit", onEmptyLoop);
  else finish(VALID, 0, undefined);
}

// In place of process.exit: the listeners run and the answer is sent.
function exit(code) {
  if (code !== undefined) process.exitCode = code; // throws when it is no code: that is theirs to catch
  leaving = true;
  leave(ERROR, process.exitCode ?? 0, undefined);
}

// -- the answer -----------------------------------------------------------------------------------------------------------

function complain(text) {
  try {
    printError(text);
  } catch {
    // nobody listens on stderr any more
  }
}

function finish(status, exitCode, json) {
  if (leaving) return;
  leaving = true;
  unflushed = () => leave(status, exitCode, json);
  flush(1, () => flush(2, unflushed));
}

// A stream of process.stdout or process.stderr that was used has made its descriptor non-blocking, and may hold more than the
// pipe took. Asking process for the stream when it was not used would cost 10 ms.
function flush(fd, next) {
  if ((fcntl(fd, F_GETFL, 0) & O_NONBLOCK) === 0) return next();
  try {
    process[fd === 1 ? "stdout" : "stderr"].end(next);
  } catch {
    next();
  }
}

function leave(status, exitCode, json) {
  const depart = (code) => {
    try {
      send(status, code, json);
    } catch {
      reallyExit(1); // never the code's own: there is no answer
    }
    reallyExit(code);
  };
  process.exit = (code) => depart(exitCodeOf(code, exitCode));
  inListeners = true; // what one throws is handed to onUncaught
  try {
    emit("exit", exitCodeOf(undefined, exitCode));
  } catch (error) {
    complain(describe(error));
  }
  depart(exitCodeOf(undefined, exitCode));
}

// As in Node: an error's code stands, otherwise process.exitCode decides, which a listener may still change.
function exitCodeOf(code, before) {
  return (code ?? (before === 0 ? process.exitCode : before)) & 0xff;
}

// A large answer is encoded twice, first to count its bytes, and never held whole: see textOf. Views are made by the constructor,
// since subarray asks the array, and so user code, for one.
function send(status, exitCode, json) {
  const text = json ?? "";
  const memory = new Memory(HEADER + PREFIX + MOST_BYTES * (text.length < PIECE ? text.length : PIECE));
  const room = new Bytes(memory);
  const output = new Bytes(memory, HEADER + PREFIX);
  let length = 0;
  for (let at = 0; at < text.length; at = endOfPiece(text, at)) length += encodePiece(text, at, output);
  setUint32(0, PREFIX + length, true);
  setUint8(4, RESULT);
  setUint8(5, status);
  setInt32(6, exitCode, true);
  apply(set, room, [resultHeader]);
  if (text.length <= PIECE) return sendAll(memory, 0, HEADER + PREFIX + length);
  sendAll(memory, 0, HEADER + PREFIX);
  for (let at = 0; at < text.length; at = endOfPiece(text, at)) sendAll(memory, HEADER + PREFIX, encodePiece(text, at, output));
}

// Not between the two halves of a character.
function endOfPiece(text, at) {
  const end = at + PIECE;
  if (end >= text.length) return text.length;
  return (apply(charCodeAt, text, [end - 1]) & 0xfc00) === 0xd800 ? end - 1 : end;
}

function encodePiece(text, at, room) {
  return encodeInto(apply(slice, text, [at, endOfPiece(text, at)]), room).written;
}

function sendAll(memory, start, length) {
  for (let sent = 0; sent < length; ) {
    const count = write(JOB_SOCKET, new Bytes(memory, start + sent), length - sent);
    if (count <= 0) reallyExit(1);
    sent += count;
  }
}

// Not when user code imports this file, in whatever guise: the descriptor tells, which main changes before anything else.
if (Bun.isMainThread && (fcntl(JOB_SOCKET, F_GETFD, 0) & FD_CLOEXEC) === 0) main();
