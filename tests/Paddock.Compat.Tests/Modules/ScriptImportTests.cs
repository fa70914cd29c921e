using Paddock.Compat.Tests.Corpus;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Modules;

/// <summary>Everything that bun lists as built in can be imported, with and without its prefix, by both ways of importing.</summary>
public sealed class ScriptImportTests(CompatServer server)
{
    /// <summary>Modules that every function may count on, whatever the list of the bun of today says.</summary>
    private static readonly string[] _least =
    [
        "assert", "async_hooks", "buffer", "bun", "bun:sqlite", "child_process", "crypto", "dgram", "dns", "events", "fs", "fs/promises", "http", "http2",
        "https", "net", "os", "path", "perf_hooks", "process", "querystring", "readline", "stream", "stream/web", "string_decoder", "timers/promises", "tls",
        "url", "util", "v8", "vm", "worker_threads", "zlib",
    ];

    private const string ImportsAll = """
        import { builtinModules, createRequire } from "node:module";

        export async function execute() {
          const failed = [];
          const require = createRequire("/src/code.js");
          for (const name of builtinModules) {
            const names = /^(node:|bun|ws$|undici$)/.test(name) ? [name] : [name, `node:${name}`];
            for (const each of names) {
              try {
                if (Object.keys(await import(each)).length === 0 || require(each) === undefined) failed.push(`${each}: empty`);
              } catch (error) {
                failed.push(`${each}: ${error}`);
              }
            }
          }
          return { names: builtinModules, failed };
        }
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("javascript")]
    [InlineData("typescript")]
    public async Task Module_BuiltIn_CanBeImported(string language)
    {
        var answer = (await server.Client.ExecuteAsync(new FunctionCall(language, ImportsAll), TestContext.Current.CancellationToken)).ShouldBeValid();

        _least.Except(answer.Output.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)).ShouldBeEmpty();
        answer.Output.GetProperty("failed").EnumerateArray().Select(name => name.GetString()).ShouldBeEmpty();
    }
}
