import { closeSync, writeSync } from "node:fs";
import { spawn } from "node:child_process";

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function write(fd, data) {
  for (let at = 0; at < data.length; ) at += writeSync(fd, data, at);
}

const actions = {
  write,
  sleep: pause,
  close: (fd) => closeSync(fd),
  flood: (fd) => {
    const noise = Buffer.alloc(65536, "\x00\xff\x02[\"", "latin1");
    for (let i = 0; i < 40; i++) writeSync(fd, noise);
  },
  child: (ms) => spawn("/bin/sh", ["-c", `sleep ${ms / 1000}; echo x >&3`], { stdio: ["ignore", "inherit", "inherit", 3] }),
  exit: (code) => process.exit(code),
};

function execute(steps) {
  for (const [word, number, data] of steps) {
    if (word === "return") return number;
    try {
      actions[word](number, Buffer.from(data, "hex"));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return steps;
}
