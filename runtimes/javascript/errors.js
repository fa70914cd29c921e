// What an error of the user's code looks like on stderr: the way Node prints it, without our frames or the engine's.

const { isArray } = Array;
const { apply } = Reflect;
const { keys } = Object;
const toText = String;
const split = String.prototype.split;
const startsWith = String.prototype.startsWith;
const includes = String.prototype.includes;
const trimStart = String.prototype.trimStart;
const repeat = String.prototype.repeat;
const inspect = Bun.inspect;
const MAX_CAUSES = 20;

export function describe(thrown) {
  try {
    const problems = buildProblems(thrown);
    return problems.length > 0 ? problems.join("\n\n") : describeThrown(thrown, "", []);
  } catch {
    return "Uncaught error that cannot be shown";
  }
}

// Bun's parser and resolver report these in place of errors; several at once come in an AggregateError.
export function buildProblems(thrown) {
  const list = isArray(thrown?.errors) && thrown instanceof AggregateError ? thrown.errors : [thrown];
  const result = [];
  for (let i = 0; i < list.length; i++) {
    if (!(list[i] instanceof BuildMessage || list[i] instanceof ResolveMessage)) return [];
    result[i] = describeProblem(list[i]);
  }
  return result;
}

function describeProblem({ name, message, position }) {
  const kind = name === "BuildMessage" ? "SyntaxError" : "Error";
  if (!position?.file) return `${kind}: ${message}`;
  const caret = `${apply(repeat, " ", [position.column - 1])}^`;
  return `${position.file}:${position.line}:${position.column}\n${position.lineText}\n${caret}\n${kind}: ${message}`;
}

function describeThrown(thrown, indent, seen) {
  if (!isError(thrown)) return `${indent}Uncaught ${inspectSafely(thrown)}`;
  if (seen.includes(thrown) || seen.length >= MAX_CAUSES) return `${indent}[circular]`;
  const inner = [...seen, thrown];
  const details = [];
  if (thrown.cause !== undefined) details.push(`${indent}  [cause]: ${apply(trimStart, describeThrown(thrown.cause, `${indent}  `, inner), [])}`);
  if (thrown instanceof AggregateError && isArray(thrown.errors)) {
    const parts = thrown.errors.map((each) => describeThrown(each, `${indent}    `, inner));
    details.push(`${indent}  [errors]: [\n${parts.join(",\n")}\n${indent}  ]`);
  }
  const own = ownMembers(thrown);
  if (own !== "") details.unshift(`${indent}  ${own}`);
  const text = stackOf(thrown, indent);
  return details.length === 0 ? text : `${text} {\n${details.join(",\n")}\n${indent}}`;
}

function isError(thrown) {
  return typeof thrown === "object" && thrown !== null && thrown instanceof Error;
}

function stackOf(error, indent) {
  const head = headOf(error);
  const { stack } = error;
  if (typeof stack !== "string") return indent + head;
  const frames = apply(split, stack, ["\n"]).filter(isUsersFrame);
  return [head, ...frames].map((line) => indent + line).join("\n");
}

// Not from the stack: that holds the message as it was when the error was made.
function headOf(error) {
  const name = toText(error.name ?? "Error");
  const message = toText(error.message ?? "");
  return message === "" ? name : `${name}: ${message}`;
}

function isUsersFrame(line) {
  return (
    apply(startsWith, line, ["    at "]) &&
    !apply(includes, line, ["/opt/paddock/"]) &&
    !apply(includes, line, ["(native"]) &&
    !apply(includes, line, ["native:"]) &&
    !apply(includes, line, ["internal:"])
  );
}

// Properties such as code, errno and path, which say what a system call did.
function ownMembers(error) {
  const skipped = ["message", "stack", "cause", "errors", "name", "line", "column", "sourceURL", "originalLine", "originalColumn"];
  const parts = [];
  for (const key of keys(error)) {
    if (!skipped.includes(key)) parts.push(`${key}: ${inspectSafely(error[key])}`);
  }
  return parts.join(", ");
}

function inspectSafely(value) {
  try {
    return inspect(value);
  } catch {
    return `[${typeof value} that cannot be shown]`;
  }
}
