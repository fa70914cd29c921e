// The example on Pyodide under node. `once CODE INPUT`: a process for the call, loading and all. `kept MILLISECONDS CODE INPUT`: one process for all
// calls, each with globals of its own and nothing else of its own; prints how long each took, as JSON.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
pyodide.runPython("import json");

function execute(code, input) {
  const globals = pyodide.toPy({});
  globals.set("text", input);
  const output = pyodide.runPython(`${code}\nimport json\njson.dumps(execute(json.loads(text)))`, { globals });
  globals.destroy();
  return output;
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "once") {
  console.log(execute(...rest));
} else {
  const [milliseconds, code, input] = rest;
  const times = [];
  const end = performance.now() + Number(milliseconds);
  for (let last = performance.now(); last < end; ) {
    execute(code, input);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  console.log(JSON.stringify({ times_ms: times }));
}
