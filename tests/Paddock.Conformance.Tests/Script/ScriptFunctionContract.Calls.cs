using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string Echo => "function execute(input) { return input; }";

    protected override string Sync => """
        function execute(input) {
          return input.a + input.b;
        }
        """;

    protected override string Async => """
        async function execute(input) {
          await new Promise((resolve) => setTimeout(resolve, 10));
          return input.a + input.b;
        }
        """;

    protected override string TopLevelAwait => """
        const value = await new Promise((resolve) => setTimeout(resolve, 10, 7));

        function execute(input) {
          return value;
        }
        """;

    protected override string CountsTopLevelRuns => """
        globalThis.runs = (globalThis.runs ?? 0) + 1;
        console.log("top");

        function execute(input) {
          console.log("call");
          return globalThis.runs;
        }
        """;

    protected override string ReturnsNothing => "function execute(input) {}";

    protected override string InputIsNull => "function execute(input) { return input === null; }";

    protected override string Expression => "const execute = (input) => input + 1;";

    protected override string ImportsAtTopLevel => """
        import { createHash } from "node:crypto";
        import { gunzipSync, gzipSync } from "node:zlib";
        import fs, { promises } from "node:fs";
        import path from "path";
        import * as util from "node:util";

        function execute(input) {
          return createHash("sha256").update("").digest("hex").startsWith("e3b0") && gunzipSync(gzipSync("z")).toString() === "z"
            && typeof fs.readFileSync === "function" && typeof promises.readFile === "function"
            && path.join("a", "b") === "a/b" && util.format("%d", 5) === "5";
        }
        """;

    protected override string TakesAWhile => """
        async function execute(input) {
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("export function execute(input) { return input * 2; }")]
    [InlineData("export async function execute(input) { return input * 2; }")]
    [InlineData("export const execute = (input) => input * 2;")]
    [InlineData("export let execute; execute = async (input) => input * 2;")]
    [InlineData("function execute(input) { return input * 2; }\nexport { execute };")]
    [InlineData("function run(input) { return input * 2; }\nexport { run as execute };")]
    [InlineData("export default function execute(input) { return input * 2; }")]
    [InlineData("export default async function execute(input) { return input * 2; }")]
    [InlineData("export default function (input) { return input * 2; }")]
    [InlineData("export default async (input) => input * 2;")]
    [InlineData("function execute(input) { return input * 2; }\nexport default execute;")]
    [InlineData("export default { execute(input) { return input * 2; } };")]
    [InlineData("export const helper = 1;\nfunction execute(input) { return input * 2; }")]
    [InlineData("module.exports = { execute: (input) => input * 2 };")]
    [InlineData("module.exports = function (input) { return input * 2; };")]
    [InlineData("module.exports = async (input) => input * 2;")]
    [InlineData("module.exports.execute = function (input) { return input * 2; };")]
    [InlineData("exports.execute = (input) => input * 2;")]
    [InlineData("function execute(input) { return input * 2; }\nmodule.exports = execute;")]
    [InlineData("function execute(input) { return input * 2; }\nmodule.exports = { execute };")]
    [InlineData("function execute(input) { return input * 2; }\nmodule.exports = { helper: 1 };")]
    [InlineData("var execute = function (input) { return input * 2; };")]
    [InlineData("let execute = async (input) => input * 2;")]
    [InlineData("const { execute } = { execute: (input) => input * 2 };")]
    [InlineData("const os = require('os');\nfunction execute(input) { return os.EOL === '\\n' && input * 2; }")]
    [InlineData("import os from 'node:os';\nfunction execute(input) { return os.EOL === '\\n' && input * 2; }")]
    [InlineData("import os from 'node:os';\nconst path = require('node:path');\nfunction execute(input) { return path.sep && os.EOL && input * 2; }")]
    [InlineData("const os = await import('node:os');\nfunction execute(input) { return os.EOL === '\\n' && input * 2; }")]
    [InlineData("'use strict';\nfunction execute(input) { return input * 2; }")]
    [InlineData("#!/usr/bin/env node\nfunction execute(input) { return input * 2; }")]
    [InlineData("// an export const module.exports = in a comment\nconst s = 'export { x }; module.exports = 1';\nfunction execute(input) { return input * 2; }")]
    [InlineData("function execute(input) { return input * 2; } // no newline at the end")]
    [InlineData("function* numbers() { yield 2; }\nfunction execute(input) { for (const n of numbers()) return input * n; }")]
    public async Task Execute_InAnyForm_IsFound(string code) => (await RunAsync(code, "21")).ShouldBeValid("42");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_GivesAPromise_IsAwaited() =>
        (await RunAsync("function execute(input) { return Promise.resolve([Promise.name]); }")).ShouldBeValid("""["Promise"]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_GivesAThenable_IsAwaited() =>
        (await RunAsync("function execute(input) { return { then(resolve) { resolve(5); } }; }")).ShouldBeValid("5");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ImportMeta_AndFileName_AreTheSource()
    {
        (await RunAsync("export function execute(input) { return import.meta.url; }")).ShouldBeValid($"\"file://{SourceFile}\"");
        (await RunAsync("module.exports = (input) => __filename;")).ShouldBeValid($"\"{SourceFile}\"");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("await new Promise((r) => queueMicrotask(() => r(3)))", "3")]
    [InlineData("new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) instanceof WebAssembly.Module", "true")]
    [InlineData("new Intl.NumberFormat('en').format(1234)", "\"1,234\"")]
    [InlineData("structuredClone(new Map([[1, 2]])).get(1)", "2")]
    [InlineData("new TextDecoder().decode(new TextEncoder().encode('ü'))", "\"ü\"")]
    [InlineData("Buffer.from('hi').toString('base64')", "\"aGk=\"")]
    [InlineData("new URL('https://a.example/b?c=1').searchParams.get('c')", "\"1\"")]
    [InlineData("(await import('node:stream/promises')).pipeline !== undefined", "true")]
    [InlineData("(await (await import('node:fs/promises')).readdir('/mnt/req')).length", "0")]
    [InlineData("await new Promise((r) => new (require('node:worker_threads').Worker)('require(\"node:worker_threads\").parentPort.postMessage(7)', { eval: true }).on('message', r))", "7")]
    [InlineData("typeof fetch", "\"function\"")]
    public async Task StandardLibrary_InTheCage_Works(string expression, string expected) =>
        (await RunAsync($"async function execute(input) {{ return {expression}; }}")).ShouldBeValid(expected);
}
