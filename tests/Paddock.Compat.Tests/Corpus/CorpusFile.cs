using System.Globalization;
using System.Text.RegularExpressions;

namespace Paddock.Compat.Tests.Corpus;

/// <summary>
/// A file of functions that each assert something: <c>def test_…</c> in Python, <c>export function …</c> in JavaScript, which is run as TypeScript too.
/// A comment <c>limits: memory=256</c> in the file gives all of its calls that much.
/// </summary>
internal static partial class CorpusFile
{
    public static IEnumerable<CorpusCase> CasesOf(string file, string text)
    {
        int? memory = Limits().Match(text) is { Success: true } limits ? int.Parse(limits.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        return Path.GetExtension(file) switch
        {
            ".py" => PythonTests().Matches(text).Select(match => match.Groups["name"].Value)
                .Select(name => new CorpusCase("python", file, name, $"{text}\n\n{PythonExecute(name)}", memory)),
            ".js" => ScriptCases("javascript", file, text, memory).Concat(ScriptCases("typescript", file, text, memory)),
            ".ts" => ScriptCases("typescript", file, text, memory),
            _ => [],
        };
    }

    private static IEnumerable<CorpusCase> ScriptCases(string language, string file, string text, int? memory) =>
        ScriptTests().Matches(text).Select(match => match.Groups["name"].Value)
            .Select(name => new CorpusCase(language, file, name, $"{text}\n\n{ScriptExecute(name)}", memory));

    /// <summary>Synchronous where the test is: some of what it tries, asyncio.run for one, does not work within a running loop.</summary>
    private static string PythonExecute(string name) =>
        $$"""
        def execute(_):
            async def wait(result):
                await result
                return "{{CorpusCase.Passed}}"

            result = {{name}}()
            return wait(result) if hasattr(result, "__await__") else "{{CorpusCase.Passed}}"

        """;

    private static string ScriptExecute(string name) =>
        $$"""
        export async function execute() {
          await {{name}}();
          return "{{CorpusCase.Passed}}";
        }

        """;

    [GeneratedRegex(@"^(?:#|//) limits: memory=(\d+)", RegexOptions.Multiline)]
    private static partial Regex Limits();

    [GeneratedRegex(@"^(?:async )?def (?<name>test_\w+)\(\)", RegexOptions.Multiline)]
    private static partial Regex PythonTests();

    [GeneratedRegex(@"^export (?:async )?function (?<name>\w+)\(\)", RegexOptions.Multiline)]
    private static partial Regex ScriptTests();
}
