// Turns what execute returned into JSON text, or says which part of it is not JSON.
//
// JSON.stringify alone would lose things silently (NaN, Map, functions). So plain data is looked through first and then stringified
// by one native call; anything else is copied into plain data step by step, which knows its path.

const { stringify } = JSON;
const { keys, getPrototypeOf, prototype: objectPrototype, create, defineProperty } = Object;
const { isPrototypeOf } = objectPrototype;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isFinite } = Number;
const { apply } = Reflect;
const { toJSON: dateToJson } = Date.prototype;
const toText = String;
const { slice, charCodeAt } = String.prototype;
const MAX_NESTING = 1000; // the server accepts as many in an input
const SHOWN_STEPS = 12;
const SHOWN_CHARACTERS = 80;

const boxes = [Number, String, Boolean, BigInt];
const bytesHint = 'return a string instead, e.g. Buffer.from(...).toString("base64")';
const containers = [
  { prototype: Map.prototype, name: "a Map", hint: "return an object instead, e.g. Object.fromEntries(...)" },
  { prototype: Set.prototype, name: "a Set", hint: "return an array instead, e.g. [...set]" },
  { prototype: WeakMap.prototype, name: "a WeakMap", hint: "return an object instead" },
  { prototype: WeakSet.prototype, name: "a WeakSet", hint: "return an array instead" },
  { prototype: Promise.prototype, name: "a Promise", hint: "await it" },
  { prototype: ArrayBuffer.prototype, name: "an ArrayBuffer", hint: bytesHint },
  { prototype: SharedArrayBuffer.prototype, name: "a SharedArrayBuffer", hint: bytesHint },
  // JSON.stringify makes {} of these, so that an error returned by mistake would look like success
  { prototype: Error.prototype, name: "an Error", hint: "throw it, or return its message" },
  { prototype: RegExp.prototype, name: "a RegExp", hint: "return its source instead" },
  { prototype: Response.prototype, name: "a Response", hint: "return await response.json() or .text()" },
  { prototype: getPrototypeOf(function* () {}).prototype, name: "a generator", hint: "return an array instead, e.g. [...generator]" },
  { prototype: getPrototypeOf(async function* () {}).prototype, name: "an async generator", hint: "collect it into an array first" },
];

class Fault {
  constructor(path, reason) {
    this.text = `${path} ${reason}`;
  }
}

// JSON text, or undefined when there is nothing to say; throws a Fault.
export function toJson(value) {
  if (value === undefined) return undefined;
  let plain = false;
  try {
    plain = isPlain(value, 0);
  } catch {
    // a getter or a proxy threw: the copying below says where
  }
  return stringify(plain ? value : copy(value, "", new Steps()));
}

export function reasonOf(thrown) {
  return thrown instanceof Fault ? thrown.text : `$ could not be turned into JSON: ${messageOf(thrown)}`;
}

// Only what JSON.stringify writes without loss and without running anybody's code but getters.
function isPlain(value, depth) {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return true;
    case "number":
      return value - value === 0;
    case "object":
      return value === null || (depth < MAX_NESTING && isPlainObject(value, depth + 1));
    default:
      return false;
  }
}

function isPlainObject(value, depth) {
  if (value.toJSON !== undefined) return value.toJSON === dateToJson; // a string, or null for an invalid date
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isPlain(value[i], depth)) return false;
    return true;
  }
  const prototype = getPrototypeOf(value);
  if (prototype !== objectPrototype && prototype !== null) return false;
  const names = keys(value);
  for (let i = 0; i < names.length; i++) if (!isPlain(value[names[i]], depth)) return false;
  return true;
}

// The way down to the value that is being copied: keys, and the objects they were found in.
class Steps {
  length = 0;
  keys = create(null);
  objects = create(null);

  push(key, object) {
    this.keys[this.length] = key;
    this.objects[this.length++] = object;
  }

  indexOf(object) {
    for (let i = 0; i < this.length; i++) if (this.objects[i] === object) return i;
    return -1;
  }

  // The path of the first `length` steps, and of one more key if given.
  path(length = this.length, key = undefined) {
    let text = "$";
    for (let i = 1; i < length && i <= SHOWN_STEPS; i++) text += step(this.keys[i]);
    if (length > SHOWN_STEPS + 1) text += `...(${length - SHOWN_STEPS - 1} more)`;
    return key === undefined || length === 0 ? text : text + step(key);
  }
}

function step(key) {
  if (typeof key === "number") return `[${key}]`;
  if (isIdentifier(key)) return `.${key}`;
  return `[${stringify(key.length > SHOWN_CHARACTERS ? `${apply(slice, key, [0, SHOWN_CHARACTERS])}...` : key)}]`;
}

// By hand, because a regular expression goes through methods that user code can replace.
function isIdentifier(key) {
  for (let i = 0; i < key.length; i++) {
    const code = apply(charCodeAt, key, [i]);
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 36;
    if (!isLetter && !(i > 0 && code >= 48 && code <= 57)) return false;
  }
  return key.length > 0 && key.length <= SHOWN_CHARACTERS;
}

function copy(found, key, steps) {
  const fail = (reason) => {
    throw new Fault(steps.path(steps.length, key), reason);
  };
  const value = unwrapped(found, key, fail);
  switch (typeof value) {
    case "number":
      return isFinite(value) ? value : fail(`is ${value} (JSON has no such number; return null or a string instead)`);
    case "bigint":
      return fail("is a BigInt (return a string or a number instead)");
    case "function":
      return fail("is a function (return what it returns instead)");
    case "symbol":
      return fail("is a symbol (return a string instead)");
    case "object":
      return value === null ? null : copyObject(value, key, steps, fail);
    default:
      return value;
  }
}

// What JSON.stringify would look at: the result of toJSON, or what is in a Number, String, Boolean or BigInt object.
function unwrapped(found, key, fail) {
  if ((typeof found !== "object" || found === null) && typeof found !== "bigint" && typeof found !== "function") return found;
  try {
    const { toJSON } = found;
    const value = typeof toJSON === "function" ? apply(toJSON, found, [toText(key)]) : found;
    if (typeof value !== "object" || value === null) return value;
    for (let i = 0; i < boxes.length; i++) if (value instanceof boxes[i]) return value.valueOf();
    return value;
  } catch (error) {
    return fail(`could not be read: ${messageOf(error)}`);
  }
}

function copyObject(value, key, steps, fail) {
  const seen = steps.indexOf(value);
  if (seen >= 0) fail(`refers back to ${steps.path(seen + 1)}`);
  if (steps.length >= MAX_NESTING) fail(`is nested more than ${MAX_NESTING} levels deep`);
  for (let i = 0; i < containers.length; i++) {
    const { prototype, name, hint } = containers[i];
    if (apply(isPrototypeOf, prototype, [value])) fail(`is ${name} (${hint})`);
  }
  if (isView(value)) fail(`is a ${nameOf(value)} (${bytesHint})`);
  steps.push(key, value);
  const result = isArray(value) ? copyArray(value, steps) : copyMembers(value, steps);
  steps.length--;
  return result;
}

// By definition, not by assignment: a setter that user code put on Array.prototype must not see it.
function copyArray(value, steps) {
  const result = [];
  const { length } = value;
  for (let i = 0; i < length; i++) {
    const item = copy(read(value, i, steps), i, steps);
    defineProperty(result, i, { __proto__: null, value: item, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

function copyMembers(value, steps) {
  const result = create(null);
  const names = keys(value);
  for (let i = 0; i < names.length; i++) result[names[i]] = copy(read(value, names[i], steps), names[i], steps);
  return result;
}

function read(value, key, steps) {
  try {
    return value[key];
  } catch (error) {
    throw new Fault(steps.path(steps.length, key), `could not be read: ${messageOf(error)}`);
  }
}

function nameOf(value) {
  try {
    return toText(value.constructor.name);
  } catch {
    return "typed array";
  }
}

function messageOf(thrown) {
  try {
    return typeof thrown === "object" && thrown !== null ? `${toText(thrown.name)}: ${toText(thrown.message)}` : toText(thrown);
  } catch {
    return "something that cannot be shown";
  }
}
