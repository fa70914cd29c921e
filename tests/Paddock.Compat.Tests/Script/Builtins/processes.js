// Child processes and workers.
import assert from "node:assert/strict";
import { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { BroadcastChannel, MessageChannel, Worker, receiveMessageOnPort } from "node:worker_threads";

export async function spawnPassesInputAndOutput() {
  const child = spawn("sed", ["s/a/b/"]);
  child.stdin.end("banana\n");
  let text = "";
  for await (const part of child.stdout) text += part;
  assert.equal(text, "bbnana\n");
  assert.equal(child.exitCode ?? (await once(child, "close"))[0], 0);
}

export async function execRunsAShell() {
  const { stdout } = await promisify(exec)("printf 'b\\na\\n' | sort | head -n 1");
  assert.equal(stdout, "a\n");
  assert.equal(execSync("echo $NAME", { env: { NAME: "x", PATH: "/usr/bin" }, encoding: "utf8" }), "x\n");
}

export async function execFileFailsWithItsCode() {
  const error = await promisify(execFile)("sh", ["-c", "echo no >&2; exit 3"]).catch((error) => error);
  assert.equal(error.code, 3);
  assert.equal(error.stderr, "no\n");
  assert.throws(() => execFileSync("false"));
}

export function spawnSyncGivesStatusAndSignal() {
  assert.equal(spawnSync("sh", ["-c", "exit 4"]).status, 4);
  assert.equal(spawnSync("sh", ["-c", "kill -9 $$"]).signal, "SIGKILL");
  assert.equal(spawnSync("cat", { input: "in", cwd: "/tmp" }).stdout.toString(), "in");
  assert.equal(spawnSync("no-such-program").error.code, "ENOENT");
}

export async function aChildIsKilled() {
  const child = spawn("sleep", ["20"]);
  child.kill();
  const [code, signal] = await once(child, "exit");
  assert.deepEqual([code, signal], [null, "SIGTERM"]);
}

export async function forkTalksToItsChild() {
  writeFileSync("/tmp/child.js", "process.on('message', (m) => { process.send({ got: m }); process.disconnect(); });");
  const child = fork("/tmp/child.js");
  child.send({ hello: 1 });
  const [message] = await once(child, "message");
  assert.deepEqual(message, { got: { hello: 1 } });
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
}

export async function anotherBunRuns() {
  assert.equal(spawnSync(process.execPath, ["-e", "console.log(6 * 7)"]).stdout.toString(), "42\n");
  const child = Bun.spawn(["cat"], { stdin: "pipe" });
  child.stdin.write("through");
  child.stdin.end();
  assert.equal(await new Response(child.stdout).text(), "through");
  assert.equal(await child.exited, 0);
  assert.equal(Bun.spawnSync(["echo", "hi"]).stdout.toString(), "hi\n");
}

export async function theShellOfBunRuns() {
  assert.equal(await Bun.$`echo ${"a b"} | cat`.text(), "a b\n");
}

export async function aWorkerThreadComputes() {
  const worker = new Worker("const { parentPort, workerData } = require('node:worker_threads'); parentPort.postMessage(workerData.n * 2);", {
    eval: true,
    workerData: { n: 21 },
  });
  assert.equal((await once(worker, "message"))[0], 42);
  await worker.terminate();
}

export async function aWorkerFromAFileTalksBack() {
  writeFileSync("/tmp/worker.js", "import { parentPort } from 'node:worker_threads'; parentPort.on('message', (n) => parentPort.postMessage(n + 1));");
  const worker = new Worker("/tmp/worker.js");
  worker.postMessage(1);
  assert.equal((await once(worker, "message"))[0], 2);
  assert.equal(typeof (await worker.terminate()), "number");
}

export async function fourWorkersShareMemory() {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const code = "const { workerData: a } = require('node:worker_threads'); for (let i = 0; i < 1000; i++) Atomics.add(a, 0, 1); Atomics.add(a, 1, 1); Atomics.notify(a, 1);";
  const workers = [1, 2, 3, 4].map(() => new Worker(code, { eval: true, workerData: shared }));
  await Promise.all(workers.map((worker) => once(worker, "exit")));
  assert.deepEqual([...shared], [4000, 4]);
}

export async function aWebWorker() {
  const url = URL.createObjectURL(new Blob(["self.onmessage = (e) => postMessage(e.data.toUpperCase());"], { type: "application/javascript" }));
  const worker = new globalThis.Worker(url);
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = reject;
  });
  worker.postMessage("hi");
  assert.equal(await answer, "HI");
  worker.terminate();
}

export async function channels() {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ a: new Map([[1, 2]]) });
  assert.equal(receiveMessageOnPort(port2).message.a.get(1), 2);
  port1.close();
  const [one, two] = [new BroadcastChannel("c"), new BroadcastChannel("c")];
  const heard = new Promise((resolve) => (two.onmessage = (event) => resolve(event.data)));
  one.postMessage("all");
  assert.equal(await heard, "all");
  one.close();
  two.close();
}

export async function signalsAreHandled() {
  const heard = once(process, "SIGUSR2");
  process.kill(process.pid, "SIGUSR2");
  await heard;
}
