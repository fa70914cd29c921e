using System.Globalization;
using Paddock.TestKit.Api;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>Functions that these tests run.</summary>
internal static class Snippets
{
    public static FunctionCall One(string language) => new(language, language == "python" ? "def execute(input): return 1" : "function execute(input) { return 1; }");

    /// <summary>Sleeps, then returns <c>"done"</c>.</summary>
    public static FunctionCall Sleep(string language, double seconds) => language == "python"
        ? new FunctionCall(language, string.Create(CultureInfo.InvariantCulture, $$"""
            import time

            def execute(input):
                time.sleep({{seconds}})
                return "done"
            """)) { Timeout = 60 }
        : new FunctionCall(language, string.Create(CultureInfo.InvariantCulture, $$"""
            async function execute(input) {
              await new Promise((resolve) => setTimeout(resolve, {{seconds * 1000}}));
              return "done";
            }
            """)) { Timeout = 60 };
}
