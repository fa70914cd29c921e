using Paddock.Core.Executions;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Jails;

/// <summary>What runs in the cells of one pool.</summary>
/// <param name="Name">Of the pool, and of the folder of its root.</param>
/// <param name="Arguments">The program and its arguments, as paths of the cell.</param>
/// <param name="IsForked">True: a template that forks the cells; false: each cell is an exec of it, made ahead.</param>
internal sealed record RuntimeProgram(string Name, IReadOnlyList<string> Arguments, bool IsForked)
{
    private const string RubySource = "/src/code.rb";
    private const string PhpSource = "/src/code.php";

    /// <summary>Its own environment variables, besides those of every cell.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>What the interpreter asks of memory and never uses, in MiB.</summary>
    public long UnusedMiB { get; init; } = 1024;

    /// <summary>Whether it runs scripts and no functions; its pool then keeps fewer cells ready.</summary>
    public bool IsForScriptsOnly { get; init; }

    internal static RuntimeProgram Of(PoolKind kind) => kind switch
    {
        PoolKind.Python => new("python", ["/usr/bin/python3.11", "-I", "-B", "-X", "utf8", "/opt/paddock/template.py"], IsForked: true),
        PoolKind.JavaScript => new("javascript", ["/usr/bin/bun", "--no-install", "/opt/paddock/main.js"], IsForked: false)
        {
            Environment =
            [
                // Tail calls drop frames from traces and turn `return f()` recursion into an endless loop.
                "BUN_JSC_useTailCalls=0",
                // A cell loads one file; threads to transpile it cost more than they save.
                "BUN_FEATURE_FLAG_DISABLE_ASYNC_TRANSPILER=1",
                // No cache of what was transpiled: it would be written to a cell's /tmp, for nobody to read.
                "BUN_RUNTIME_TRANSPILER_CACHE_PATH=0",
            ],
            // JavaScriptCore sets 6 GiB aside.
            UnusedMiB = 9 * 1024,
        },
        PoolKind.Ruby => new("ruby", ["/usr/bin/ruby3.1", "-r/opt/paddock/runner.rb", RubySource], IsForked: false)
        {
            // The script has to exist when ruby opens it, and not be empty, or ruby does not read on: a byte order mark, which it skips.
            Environment = [$"PADDOCK_SOURCE={RubySource}", "PADDOCK_SOURCE_START=\uFEFF"],
            IsForScriptsOnly = true,
        },
        PoolKind.Php => new("php", ["/usr/bin/php8.2", "-d", "auto_prepend_file=/opt/paddock/runner.php", PhpSource], IsForked: false)
        {
            Environment = [$"PADDOCK_SOURCE={PhpSource}"],
            IsForScriptsOnly = true,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The pool that runs a language.</summary>
    internal static PoolKind PoolOf(Language language) => language switch
    {
        Language.Python => PoolKind.Python,
        Language.JavaScript or Language.TypeScript => PoolKind.JavaScript,
        Language.Ruby => PoolKind.Ruby,
        Language.Php => PoolKind.Php,
        _ => throw new ArgumentOutOfRangeException(nameof(language)),
    };
}
