"""The promises of runtimes/javascript, one test a sentence."""

import time

from contract import CellTest


class JavaScriptTest(CellTest):
    language = "javascript"


class Basics(JavaScriptTest):
    def test_example_gives_its_output(self):
        self.valid("function execute(input) { return { name: input.name, executed: true } }", {"name": "John", "executed": True}, {"name": "John"})

    def test_typescript_example(self):
        code = "interface I { name: string }\nfunction execute(input: I) { return { name: input.name, executed: true } satisfies object }"
        self.valid(code, {"name": "John", "executed": True}, {"name": "John"}, language="typescript")

    def test_typescript_features(self):
        code = """
        import type { Stats } from "node:fs";
        import { readFileSync, type PathLike } from "node:fs";
        enum Color { Red = 3, Green }
        function logged(target: any, context: any) { return target }
        class Box<T> { constructor(private readonly value: T) {} @logged get(): T { return this.value } }
        namespace N { export const x = 1 }
        const identity = <T,>(value: T): T => value;
        export type Unused = Stats | PathLike;
        async function execute(input: unknown[]): Promise<number[]> { return [Color.Green, new Box(2).get(), N.x, identity<number>(input.length)!] as const as any }
        """
        self.valid(code, [4, 2, 1, 2], [1, 2], language="typescript")

    def test_nothing_returned_is_null(self):
        self.valid("function execute(input) {}", None)

    def test_absent_input_is_null(self):
        self.valid("function execute(input) { return input === null }", True)

    def test_files_are_in_the_working_directory(self):
        code = """
        const fs = require("fs");
        function execute(input) { return [process.cwd(), fs.readFileSync("/mnt/req/a/b/c.txt", "utf8"), fs.readFileSync("d", "utf8"), fs.readdirSync(".").sort()] }
        """
        files = [{"path": "a/b/c.txt", "contents": "hé"}, {"path": "d", "contents": ""}]
        self.valid(code, ["/mnt/req", "hé", "", ["a", "d"]], files=files)

    def test_environment_is_set(self):
        code = """
        import { execSync } from "node:child_process";
        export function execute(input) { return [process.env.A, Bun.env.B, execSync("echo $A").toString()] }
        """
        self.valid(code, ["1", "é", "1\n"], env={"A": "1", "B": "é"})

    def test_environment_has_nothing_of_ours(self):
        code = """
        import { execSync } from "node:child_process";
        export function execute() { return Object.keys(process.env).join() + execSync("env") }
        """
        output = self.run_code(code).output
        self.assertIn("HOME=/tmp", output)
        for name in ("LD_PRELOAD", "BUN_"):
            self.assertNotIn(name, output)

    def test_globals_hold_nothing_of_ours(self):
        code = """
        function execute(input) { return [Object.keys(globalThis).filter((k) => /padd|exec|modu|expor/i.test(k)), process.argv[1]] }
        """
        self.assertEqual(self.run_code(code).output, [[], "/src/code.js"])

    def test_runner_cannot_be_imported_with_effect(self):
        for file in ("main.js", "runner.js", "runner.bundle.js"):
            for before in ("", "for (const name of Object.keys(require.cache)) delete require.cache[name];", f"Bun.main = '/opt/paddock/{file}';"):
                with self.subTest(file, before=before):
                    self.valid(f'async function execute() {{ {before} await import("/opt/paddock/{file}"); await import("/opt/paddock/{file}?x"); require("/opt/paddock/{file}"); return 1 }}', 1)

    def test_main_program_is_no_module_of_commonjs(self):
        self.valid("function execute() { return [require.main, process.mainModule, require.cache].map((x) => typeof x) }", ["undefined", "undefined", "object"])
        self.valid("module.exports = () => require.main === module;", False)

    def test_functions_of_ours_are_not_to_be_had_by_what_they_call(self):
        code = """
        const get = new Function("(globalThis.seen ??= []).push(String(arguments.callee.caller)); return seen");
        function execute() { return Object.defineProperty({}, "callers", { get, enumerable: true }) }
        """
        self.assertEqual(set(self.run_code(code).output["callers"]), {"null"})

    def test_descriptor_of_the_job_is_not_inherited(self):
        code = 'const { execSync } = require("child_process");\nfunction execute() { return execSync("readlink /proc/self/fd/3 || true").toString() }'
        self.assertNotIn("socket", self.run_code(code).output)


class Execute(JavaScriptTest):
    def test_forms(self):
        for language in ("javascript", "typescript"):
            for code in (
                "function execute(input) { return input + 1 }",
                "async function execute(input) { await null; return input + 1 }",
                "const execute = async (input) => input + 1",
                "const execute = (input) => input + 1;\n// the end",
                "let execute; execute = function (input) { return input + 1 }",
                "export function execute(input) { return input + 1 }",
                "export const execute = (input) => input + 1",
                "function f(input) { return input + 1 }\nexport { f as execute }",
                "function execute(input) { return input + 1 }\nexport { execute }",
                "export default function (input) { return input + 1 }",
                "export default async function execute(input) { return input + 1 }",
                "export default (input) => input + 1",
                "const o = { by: 1, execute(input) { return input + this.by } }\nexport default o",
                "export default { execute: async (input) => input + 1 }",
                "function execute(input) { return input + 1 }\nexport default execute;",
                "module.exports = { execute: (input) => input + 1 }",
                "module.exports = { execute };\nfunction execute(input) { return input + 1 }",
                "module.exports = function (input) { return input + 1 }",
                "module.exports.execute = (input) => input + 1",
                "exports.execute = (input) => input + 1",
                "const path = require('path');\nfunction execute(input) { return input + path.sep.length }",
                "import path from 'node:path';\nconst fs = require('fs');\nfunction execute(input) { return input + path.sep.length }",
                "const one = await Promise.resolve(1);\nfunction execute(input) { return input + one }",
                "function execute(input) { return input + 1 }\nif (typeof module !== 'undefined') module.exports = { execute };",
                "// this module exports nothing; module.exports = 1\nfunction execute(input) { return input + 1 }",
                "const text = 'export default'; function execute(input) { return input + 1 }",
                "function execute(input) { return input + 1 } // no line end after this: export",
                "'use strict';\nvar execute = (input) => Promise.resolve(input + 1)",
                "function execute(input) { return { then(resolve) { resolve(input + 1) } } }",
            ):
                with self.subTest(f"{language}: {code}"):
                    self.valid(code, 42, 41, language=language)

    def test_code_runs_once(self):
        for code in ("function execute() {}", "export default function () {}", "module.exports = () => 1", "exports.execute = () => 1", "export const execute = () => 1"):
            for language in ("javascript", "typescript"):
                with self.subTest(f"{language}: {code}"):
                    self.assertEqual(self.run_code(f"console.log('once');\n{code}", language=language).stdout, "once\n")

    def test_missing_execute(self):
        for language in ("javascript", "typescript"):
            outcome = self.error("console.log('ran');\nexport const helper = 1", "ReferenceError: execute is not defined: the code exports helper. Paddock calls execute(input)", language=language)
            self.assertEqual(outcome.stdout, "ran\n")
            self.assertNotIn("$paddock", outcome.stderr)
            self.error("", "ReferenceError: execute is not defined. Paddock calls", language=language)
            self.error("module.exports = { other: 1 }", "execute is not defined", language=language)

    def test_execute_that_is_no_function(self):
        self.error("const execute = 5", "TypeError: execute is not a function, it is of type number")
        self.error("export const execute = { a: 1 }", "TypeError: execute is not a function, it is of type object", language="typescript")


class Output(JavaScriptTest):
    def test_console_goes_to_its_streams(self):
        code = "console.log('top');\nfunction execute() { console.info('i'); console.debug('d'); console.warn('w'); console.error('e') }"
        outcome = self.valid(code, None, stderr="w\ne\n")
        self.assertEqual(outcome.before_frame, "top\ni\nd\n")

    def test_everything_arrives_before_the_frame(self):
        code = """
        const { execSync } = require("child_process");
        async function execute() {
            console.log("1");
            process.stdout.write("2\\n");
            await Bun.write(Bun.stdout, "3\\n");
            execSync("echo 4", { stdio: "inherit" });
            require("fs").writeSync(1, "5\\n");
        }
        """
        self.assertEqual(self.valid(code, None).before_frame, "1\n2\n3\n4\n5\n")

    def test_large_stream_write_is_whole(self):
        outcome = self.valid("function execute() { process.stdout.write('x'.repeat(3000000)); process.stderr.write(''); return 1 }", 1)
        self.assertEqual(len(outcome.before_frame), 3000000)

    def test_large_values_both_ways(self):
        text = "é" * 6_000_000
        outcome = self.valid("function execute(input) { console.log('x'.repeat(3000000)); return input }", text, text)
        self.assertEqual(len(outcome.before_frame), 3000001)

    def test_characters_between_two_pieces_are_whole(self):
        for before in range(1, 5):
            text = "a" * before + "é😀" * 150_000
            self.valid("function execute(input) { return input }", text, text)

    def test_printed_text_survives_a_kill(self):
        for call in ("console.log('partial')", "process.stdout.write('partial')"):
            outcome = self.run_code(f"{call}; while (true) {{}}\nfunction execute() {{}}", kill_after=b"partial")
            self.assertEqual((outcome.status, outcome.wait_status), (None, 9))

    def test_closed_stdout_does_no_harm(self):
        self.valid("function execute() { return 1 }", 1, close_output=True)
        self.assertEqual(self.run_code("function execute() { console.log('x'); return 1 }", close_output=True).output, 1)
        self.assertEqual(self.run_code("function execute() { process.stdout.write('x'); return 1 }", close_output=True).output, 1)
        self.valid("function execute() { require('fs').closeSync(1); return 1 }", 1)


class Json(JavaScriptTest):
    def test_values_that_json_has(self):
        code = """
        class Customer { constructor() { this.name = "x" } get hidden() { return 1 } }
        function execute() { return { s: "é\\u2028", n: -1.5, b: true, z: null, gone: undefined, a: [undefined, , 1], d: new Date(0), c: new Customer(), o: Object.create(null),
            num: new Number(3), str: new String("s"), boo: new Boolean(false), j: { toJSON(key) { return "key " + key } }, buf: Buffer.from("a") } }
        """
        expected = '{"s":"é\u2028","n":-1.5,"b":true,"z":null,"a":[null,null,1],"d":"1970-01-01T00:00:00.000Z","c":{"name":"x"},"o":{},"num":3,"str":"s","boo":false,"j":"key j","buf":{"type":"Buffer","data":[97]}}'
        self.assertEqual(self.run_code(code).raw_output.decode(), expected)

    def test_lone_surrogates_both_ways(self):
        self.assertEqual(self.run_code("function execute(input) { return [input, input.length] }", raw_input='"\\ud800"').raw_output, b'["\\ud800",1]')

    def test_proto_key_is_only_a_key(self):
        code = "function execute(input) { return [input.x === undefined, Object.keys(input), input] }"
        self.assertEqual(self.run_code(code, raw_input='{"__proto__":{"x":1}}').raw_output, b'[true,["__proto__"],{"__proto__":{"x":1}}]')

    def test_thousand_levels_both_ways_and_not_one_more(self):
        deep = "[" * 1000 + "]" * 1000
        self.assertEqual(self.run_code("function execute(input) { return input }", raw_input=deep).raw_output, deep.encode())
        self.not_json("function execute(input) { return [input] }", "nested more than 1000 levels deep", raw_input=deep)
        self.not_json("function execute(input) { for (let i = 0; i < 1e5; i++) input = { a: input }; return input }", "$.a.a.a", "more)")

    def test_reasons(self):
        cases = {
            "NaN": "$ is NaN",
            "{ a: [1, -Infinity] }": "$.a[1] is -Infinity",
            "{ users: [0, 0, 0, { id: 1n }] }": "$.users[3].id is a BigInt (return a string or a number instead)",
            "Object(1n)": "$ is a BigInt",
            "new Number(NaN)": "$ is NaN",
            "execute": "$ is a function",
            "{ 'a b': () => 1 }": '$["a b"] is a function',
            "[Symbol('x')]": "$[0] is a symbol",
            "new Map()": "$ is a Map (return an object instead, e.g. Object.fromEntries(...))",
            "{ a: new TypeError('x') }": "$.a is an Error (throw it, or return its message)",
            "/x/": "$ is a RegExp",
            "new Response('x')": "$ is a Response",
            "(function* () {})()": "$ is a generator",
            "(async function* () {})()": "$ is an async generator",
            "{ s: new Set() }": "$.s is a Set (return an array instead",
            "new Uint8Array(3)": "$ is a Uint8Array (return a string",
            "new ArrayBuffer(3)": "$ is an ArrayBuffer",
            "[Promise.resolve(1)]": "$[0] is a Promise (await it)",
            "{ get x() { throw new TypeError('no') } }": "$.x could not be read: TypeError: no",
            "{ x: { toJSON() { throw 5 } } }": "$.x could not be read: 5",
            "{ x: { toJSON() { return new Map() } } }": "$.x is a Map",
            "new Proxy({}, { ownKeys() { throw new Error('trap') } })": "trap",
            "(() => { const a = {}; a.b = a; return { a } })()": "$.a.b refers back to $.a",
            "(() => { const a = []; a[0] = a; return a })()": "$[0] refers back to $",
        }
        for expression, reason in cases.items():
            with self.subTest(expression):
                self.not_json(f"function execute() {{ return {expression} }}", reason)


class Errors(JavaScriptTest):
    def test_stack_shows_the_users_frames_only(self):
        code = "function inner(x) {\n  return x.missing.more;\n}\nfunction execute(input) {\n  return inner({});\n}"
        outcome = self.error(code, "TypeError: ", "\n    at inner (/src/code.js:2:", "\n    at execute (/src/code.js:5:")
        self.assertEqual(outcome.stderr.count("    at "), 2, outcome.stderr)

    def test_typescript_lines_are_the_users(self):
        code = "interface A {\n  a: string\n}\n\nexport async function execute(input: A): Promise<void> {\n  await null;\n  throw new Error('Customer not found');\n}"
        outcome = self.error(code, "Error: Customer not found\n    at execute (/src/code.ts:7:", language="typescript")
        self.assertEqual(outcome.stderr.count("    at "), 1, outcome.stderr)

    def test_top_level_error(self):
        self.error("const a = 1;\nthrow new RangeError('top');\nfunction execute() {}", "RangeError: top\n    at ", "/src/code.js:2:")

    def test_causes_and_aggregates(self):
        self.error("function execute() { throw new Error('outer', { cause: new TypeError('inner', { cause: 'root' }) }) }", "Error: outer\n", "[cause]: TypeError: inner", "root")
        self.error("function execute() { throw new AggregateError([new Error('one'), 'two'], 'many') }", "AggregateError: many", "Error: one", "two")
        self.error("function execute() { const e = new Error('loop'); e.cause = e; throw e }", "Error: loop", "[circular]")
        self.error("function execute() { throw Object.assign(new Error('sys'), { code: 'ENOENT' }) }", 'code: "ENOENT"')

    def test_other_things_thrown(self):
        for thrown, shown in {"'x'": "x", "null": "null", "undefined": "undefined", "{ a: 1 }": "a: 1", "5": "5", "Symbol('s')": "Symbol(s)"}.items():
            with self.subTest(thrown):
                self.error(f"function execute() {{ throw {thrown} }}", "Uncaught ", shown)
        self.error("function execute() { throw { get [Symbol.toStringTag]() { throw 1 }, [Symbol.for('nodejs.util.inspect.custom')]() { throw 2 } } }", "Uncaught ")
        self.error("function execute() { throw new Proxy(new Error('x'), { get() { throw 1 } }) }", "Uncaught")

    def test_rejected_promise(self):
        self.error("const execute = () => Promise.reject(new Error('no'))", "Error: no")

    def test_endless_recursion(self):
        self.error("function execute(n) { return execute(n) + 1 }", "RangeError: Maximum call stack size exceeded", "at execute (/src/code.js:1")

    def test_syntax_error(self):
        for language, path in (("javascript", "/src/code.js"), ("typescript", "/src/code.ts")):
            outcome = self.error("const a = 1;\nfunction execute(input) {\n  return 1 +;\n}", f"{path}:3:", "  return 1 +;\n", "^\nSyntaxError: ", language=language)
            self.assertNotIn("$paddock", outcome.stderr)
        outcome = self.error("function execute( {\n return 1", "SyntaxError: ", "/src/code.js:")
        self.assertNotIn("paddock", outcome.stderr)
        self.error("let execute = 1;\nlet execute = 2;", "already been declared")

    def test_missing_package(self):
        self.error("import x from 'no-such-package';\nfunction execute() {}", "no-such-package")
        self.error("const x = require('no-such-package');\nfunction execute() {}", "no-such-package", language="typescript")

    def test_error_in_a_timer_while_pending(self):
        self.error("function execute() { setTimeout(() => { throw new Error('late') }, 5); return new Promise(() => {}) }", "Error: late\n    at ")

    def test_unhandled_rejection_while_pending(self):
        self.error("async function execute() { Promise.reject(new Error('lost')); await Bun.sleep(1000) }", "Error: lost\n    at ")

    def test_errors_after_the_return_do_not_matter(self):
        self.valid("function execute() { setTimeout(() => { throw new Error('late') }, 0); return 1 }", 1)

    def test_users_own_handler_wins(self):
        self.valid("process.on('uncaughtException', () => {});\nasync function execute() { setTimeout(() => { throw new Error('late') }, 1); await Bun.sleep(30); return 1 }", 1)

    def test_never_settled(self):
        self.error("function execute() { return new Promise(() => {}) }", "paddock: execute never settled")
        self.error("await new Promise(() => {});\nfunction execute() {}", "paddock: execute never settled")

    def test_pending_timers_are_waited_for(self):
        self.valid("const execute = () => new Promise((resolve) => setTimeout(resolve, 100, 'done'))", "done")


class Exits(JavaScriptTest):
    def test_exit_codes(self):
        for code, expected in {"process.exit(3)": 3, "process.exit()": 0, "process.exit(256 + 7)": 7, "process.exitCode = 4; process.exit()": 4}.items():
            with self.subTest(code):
                self.error(f"function execute() {{ {code} }}", exit_code=expected)
        self.error("process.exit(5);\nfunction execute() {}", exit_code=5)
        self.error("async function execute() { setTimeout(() => process.exit(6), 1); await new Promise(() => {}) }", exit_code=6)

    def test_exit_with_what_is_no_code_is_an_error_of_theirs(self):
        self.error("function execute() { process.exit(Symbol()) }", "TypeError")
        self.valid("function execute() { try { process.exit({}) } catch { return 1 } }", 1)

    def test_exit_code_beside_a_result(self):
        self.valid("function execute() { process.exitCode = 3; return 1 }", 1, exit_code=3)

    def test_exit_listeners_run_before_the_frame(self):
        self.assertEqual(self.valid("process.on('exit', (code) => console.log('bye', code));\nfunction execute() { return 1 }", 1).before_frame, "bye 0\n")
        outcome = self.error("process.on('exit', (code) => console.log('bye', code));\nfunction execute() { process.exit(3) }", exit_code=3)
        self.assertEqual(outcome.before_frame, "bye 3\n")

    def test_exit_listener_that_throws_changes_nothing(self):
        outcome = self.run_code("process.on('exit', () => { throw new Error('in listener') });\nfunction execute() { return 1 }")
        self.assertEqual((outcome.status, outcome.output, outcome.exit_code), (0, 1, 0))
        self.assertIn("in listener", outcome.stderr)

    def test_exit_listener_that_exits(self):
        self.valid("process.on('exit', () => process.exit(9));\nfunction execute() { return 1 }", 1, exit_code=9)

    def test_nothing_is_waited_for(self):
        for start in (
            "setInterval(() => {}, 1000)",
            "Bun.serve({ port: 0, fetch: () => new Response() })",
            "new Worker(URL.createObjectURL(new Blob(['setInterval(() => {}, 1000)'])))",
            "require('child_process').spawn('sleep', ['30'])",
        ):
            with self.subTest(start):
                started = time.monotonic()
                self.valid(f"function execute() {{ {start}; return 1 }}", 1)
                self.assertLess(time.monotonic() - started, 5)

    def test_signals_just_end(self):
        self.assertEqual(self.run_code("function execute() { process.kill(process.pid, 'SIGKILL') }").wait_status, 9)


class Tampering(JavaScriptTest):
    ATTACKS = {
        "JSON": "JSON.stringify = JSON.parse = () => { throw 1 };",
        "Promise": "Promise.prototype.then = Promise.resolve = () => { throw 1 }; globalThis.Promise = null;",
        "arrays": "for (const k of Object.getOwnPropertyNames(Array.prototype)) if (k !== 'length') Array.prototype[k] = () => { throw 1 };",
        "toJSON on arrays": "Array.prototype.toJSON = undefined;",
        "setters": "for (const k of ['0', '1', 'a', 'execute', 'keys', 'done']) Object.defineProperty(Object.prototype, k, { configurable: true, set() { throw 1 }, get() { return undefined } });",
        "process": "process.exit = process.reallyExit = process.emit = process.on = null;",
        "typed arrays": "for (const k of ['set', 'subarray', 'slice', 'length', 'buffer']) Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), k, { get() { throw 1 } });",
        "pieces of text": "String.prototype.slice = String.prototype.charCodeAt = () => 'forged'; TextEncoder.prototype.encodeInto = TextEncoder.prototype.encode = () => ({ read: 1, written: 1 });",
        "pieces of bytes": "Uint8Array.prototype.subarray = Uint8Array.prototype.set = () => new Uint8Array(9);",
        "makers of views": "Uint8Array.prototype.constructor = 1; Object.defineProperty(Uint8Array, Symbol.species, { get() { throw 1 } }); Object.defineProperty(Object.getPrototypeOf(Uint8Array), Symbol.species, { get() { throw 1 } });",
        "strings": "String.prototype.split = String.prototype.startsWith = String.prototype.includes = RegExp.prototype.test = RegExp.prototype.exec = () => { throw 1 };",
        "functions": "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = Reflect.apply = null;",
        "constructors": "for (const k of ['Uint8Array', 'DataView', 'TextEncoder', 'Object', 'Array', 'Number', 'String', 'Map', 'Set', 'Error', 'AggregateError']) globalThis[k] = null;",
        "globals": "for (const k of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[k] } catch {}",
        "streams": "console.error = console.log = null; Bun.write = null;",
        "data views": "DataView.prototype.setUint8 = DataView.prototype.setUint32 = TextEncoder.prototype.encode = null;",
        "symbols": "Object.defineProperty(Array.prototype, Symbol.iterator, { value: () => { throw 1 } });",
    }

    def test_answers_all_the_same(self):
        for name, attack in self.ATTACKS.items():
            with self.subTest(name):
                self.valid(f"{attack}\nfunction execute() {{ return {{ b: [1] }} }}", {"b": [1]})
                self.valid(f"const TEXT = 'x'.repeat(300000);\n{attack}\nfunction execute() {{ return TEXT }}", "x" * 300000)
        self.valid("Object.prototype.toJSON = function () { return 7 };\nfunction execute() { return {} }", 7)

    def test_explains_all_the_same(self):
        for name, attack in self.ATTACKS.items():
            with self.subTest(name):
                self.not_json(f"{attack}\nfunction execute() {{ return {{ b: 1n }} }}", "$.b is a BigInt")

    def test_reports_errors_all_the_same(self):
        for name, attack in self.ATTACKS.items():
            with self.subTest(name):
                self.error(f"{attack}\nfunction execute() {{ null.f() }}", "TypeError")

    def test_a_promise_is_settled_by_the_engine_whatever_then_is(self):
        self.valid("Promise.prototype.then = (done) => done('forged');\nasync function execute() { return { b: 1 } }", {"b": 1})

    def test_streams_that_never_say_they_have_ended_do_not_keep_the_answer(self):
        self.valid("function execute() { process.stdout.write('x'); process.stdout.end = () => {}; return 1 }", 1)

    def test_a_stack_that_cannot_be_read_does_not_hide_the_error(self):
        self.error("Error.prepareStackTrace = () => { throw 1 };\nfunction execute() { throw new RangeError('too far') }", "RangeError: too far")

    def test_lost_job_socket_ends_with_a_failure(self):
        outcome = self.run_code("function execute() { require('fs').closeSync(3) }")
        self.assertEqual(outcome.status, None)
        self.assertNotEqual(outcome.wait_status, 0)
