import { readSync, writeSync, writeFileSync, mkdirSync } from "node:fs";
const read = (n) => { const b = Buffer.alloc(n); let o = 0; while (o < n) { const c = readSync(3, b, o, n - o); if (!c) process.exit(1); o += c; } return b; };
const head = read(5);
const job = JSON.parse(read(head.readUInt32LE(0)).toString());
let status = 0, code = 0, out = "";
try {
  for (const f of job.files) { if (f.path.includes("/")) mkdirSync(f.path.slice(0, f.path.lastIndexOf("/")), { recursive: true }); writeFileSync(f.path, f.contents); }
  Object.assign(process.env, job.env);
  const path = "/src/code." + (job.language === "typescript" ? "ts" : "js");
  writeFileSync(path, job.code + (/\bexport\b|\bmodule\b/.test(job.code) ? "" : "\nexport { execute };\n"));
  const m = await import(path);
  out = JSON.stringify((await (m.execute ?? m.default)(job.input)) ?? null);
} catch (e) { console.error(e?.stack ?? e); status = 2; code = 1; }
const p = Buffer.concat([Buffer.alloc(10), Buffer.from(out)]);
p.writeUInt32LE(p.length - 5, 0); p[4] = 2; p[5] = status; p.writeInt32LE(code, 6);
for (let o = 0; o < p.length; ) o += writeSync(3, p, o);
process.exit(code);
