// What an error of the user's code looks like on stderr: the way Node prints it, without our frames or the engine's.
//
// Plain loops and functions taken beforehand: by the time this runs, user code may have replaced every method there is.

const { isArray } = Array;
const { apply } = Reflect;
const { keys } = Object;
const { inspect } = Bun;
const { split, startsWith, includes, repeat, trimStart } = String.prototype;
const toText = String;
const ErrorType = Error;
const AggregateErrorType = AggregateError;
const BuildMessageType = BuildMessage;
const ResolveMessageType = ResolveMessage;

const MAX_CAUSES = 20;
const ENGINE_FRAMES = ["/opt/paddock/", "(native", "native:", "internal:", "(unknown)"];
const SHOWN_OTHERWISE = ["message", "stack", "cause", "errors", "name", "line", "column", "sourceURL", "originalLine", "originalColumn"];

export function describe(thrown) {
  try {
    return describeProblems(problemsOf(thrown)) || describeThrown(thrown, "", { error: undefined, depth: 0, outer: undefined });
  } catch {
    return "Uncaught error that cannot be shown";
  }
}

// Bun's parser and resolver report these in place of errors; several at once come in an AggregateError. Empty for anything else.
export function problemsOf(thrown) {
  const list = isA(thrown, AggregateErrorType) && isArray(thrown.errors) ? thrown.errors : [thrown];
  for (let i = 0; i < list.length; i++) {
    if (!isA(list[i], BuildMessageType) && !isA(list[i], ResolveMessageType)) return [];
  }
  return list;
}

function describeProblems(problems) {
  let text = "";
  for (let i = 0; i < problems.length; i++) text += (i > 0 ? "\n\n" : "") + describeProblem(problems[i]);
  return text;
}

function describeProblem(problem) {
  const { message, position } = problem;
  const head = `${isA(problem, BuildMessageType) ? "SyntaxError" : "Error"}: ${message}`;
  if (!position?.file) return head;
  const caret = `${apply(repeat, " ", [position.column - 1])}^`;
  return `${position.file}:${position.line}:${position.column}\n${position.lineText}\n${caret}\n${head}`;
}

function describeThrown(thrown, indent, outer) {
  if (!isA(thrown, ErrorType)) return `${indent}Uncaught ${inspectSafely(thrown)}`;
  for (let level = outer; level !== undefined; level = level.outer) {
    if (level.error === thrown || level.depth > MAX_CAUSES) return `${indent}[circular]`;
  }
  const here = { error: thrown, depth: outer.depth + 1, outer };
  const details = ownMembers(thrown, indent) + causeOf(thrown, indent, here) + partsOf(thrown, indent, here);
  const text = stackOf(thrown, indent);
  return details === "" ? text : `${text} {${details}\n${indent}}`;
}

function causeOf(error, indent, here) {
  if (error.cause === undefined) return "";
  return `\n${indent}  [cause]: ${apply(trimStart, describeThrown(error.cause, `${indent}  `, here), [])}`;
}

function partsOf(error, indent, here) {
  if (!isA(error, AggregateErrorType) || !isArray(error.errors)) return "";
  let text = `\n${indent}  [errors]: [`;
  for (let i = 0; i < error.errors.length; i++) text += `\n${describeThrown(error.errors[i], `${indent}    `, here)},`;
  return `${text}\n${indent}  ]`;
}

// Properties such as code, errno and path, which say what a system call did.
function ownMembers(error, indent) {
  const names = keys(error);
  let text = "";
  for (let i = 0; i < names.length; i++) {
    if (!isOneOf(names[i], SHOWN_OTHERWISE)) text += `\n${indent}  ${names[i]}: ${inspectSafely(error[names[i]])},`;
  }
  return text;
}

function stackOf(error, indent) {
  let text = indent + headOf(error);
  const stack = stackTextOf(error);
  if (typeof stack !== "string") return text;
  const lines = apply(split, stack, ["\n"]);
  for (let i = 0; i < lines.length; i++) if (isUsersFrame(lines[i])) text += `\n${indent}${lines[i]}`;
  return text;
}

// Reading it calls Error.prepareStackTrace, which may be theirs and throw: the head is shown all the same.
function stackTextOf(error) {
  try {
    return error.stack;
  } catch {
    return undefined;
  }
}

// Not from the stack: that holds the message as it was when the error was made.
function headOf(error) {
  const name = toText(error.name ?? "Error");
  const message = toText(error.message ?? "");
  return message === "" ? name : `${name}: ${message}`;
}

function isUsersFrame(line) {
  if (!apply(startsWith, line, ["    at "])) return false;
  for (let i = 0; i < ENGINE_FRAMES.length; i++) if (apply(includes, line, [ENGINE_FRAMES[i]])) return false;
  return true;
}

function isOneOf(text, list) {
  for (let i = 0; i < list.length; i++) if (list[i] === text) return true;
  return false;
}

function isA(thrown, type) {
  return typeof thrown === "object" && thrown !== null && thrown instanceof type;
}

function inspectSafely(value) {
  try {
    return inspect(value);
  } catch {
    return `[${typeof value} that cannot be shown]`;
  }
}
