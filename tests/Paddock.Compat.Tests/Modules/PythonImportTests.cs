using System.Collections.Concurrent;
using Paddock.Compat.Tests.Corpus;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Modules;

/// <summary>Everything that Python says is its standard library can be imported, or is named with the reason why not.</summary>
public sealed class PythonImportTests(CompatServer server)
{
    private const string ListsTheLibrary = "import sys\ndef execute(_): return sorted(sys.stdlib_module_names)";

    private const string Imports = "import importlib\ndef execute(name): return importlib.import_module(name).__name__";

    /// <summary>All modules below the packages of the library, in one cell; returns the failures by name.</summary>
    private const string ImportsAllModules = """
        import importlib, pkgutil, warnings

        warnings.simplefilter("ignore")
        STARTS_SOMETHING = ("this", "antigravity", "idlelib", "test")

        def execute(_):
            failed, count = {}, 0
            for found in pkgutil.walk_packages(["/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload"], onerror=lambda name: failed.setdefault(name, "walk")):
                if found.name.split(".")[0] in STARTS_SOMETHING or found.name.endswith("__main__"):
                    continue
                count += 1
                try:
                    importlib.import_module(found.name)
                except BaseException as error:
                    failed[found.name] = f"{type(error).__name__}: {error}"
            return {"count": count, "failed": failed}
        """;

    private static readonly IReadOnlyDictionary<string, string> _excluded = Exclusions.Read("Python/not-importable.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 2 * TestTimeout.Default)]
    public async Task Module_OfTheStandardLibrary_CanBeImportedAlone()
    {
        var listed = (await server.Client.ExecuteAsync(new FunctionCall("python", ListsTheLibrary), Cancellation)).ShouldBeValid();
        var names = listed.Output.EnumerateArray().Select(name => name.GetString()!).ToList();
        names.Count.ShouldBeGreaterThan(300);
        ConcurrentDictionary<string, string> failed = [];

        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation }, async (name, cancellation) =>
        {
            var answer = await server.Client.ExecuteAsync(new FunctionCall("python", Imports) { Input = $"\"{name}\"" }, cancellation);
            if (answer.OutputStatus != "valid" || answer.Stderr.Length > 0)
            {
                failed[name] = answer.LastStderrLine;
            }
        });

        failed.Keys.Except(_excluded.Keys).Select(name => $"{name}: {failed[name]}").ShouldBeEmpty();
        _excluded.Keys.Where(name => names.Contains(name) && !failed.ContainsKey(name)).ShouldBeEmpty("these can be imported after all");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Module_WithinAPackageOfTheStandardLibrary_CanBeImported()
    {
        var answer = (await server.Client.ExecuteAsync(new FunctionCall("python", ImportsAllModules), Cancellation)).ShouldBeValid();

        answer.Output.GetProperty("count").GetInt32().ShouldBeGreaterThan(600);
        answer.Output.GetProperty("failed").EnumerateObject().Where(one => !_excluded.ContainsKey(one.Name)).Select(one => $"{one.Name}: {one.Value}")
            .ShouldBeEmpty();
    }
}
