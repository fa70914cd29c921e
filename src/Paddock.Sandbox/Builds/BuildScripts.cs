using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Builds;

/// <summary>The scripts of ours that run in the cells of builds: docs/protocols/build.md.</summary>
internal static class BuildScripts
{
    private const string Python = """
        import sys
        sys.path.append("/opt/paddock")
        import {0}
        {0}.main()
        """;

    private const string JavaScript = """await (await import("/opt/paddock/build.js")).main();""";

    /// <summary>Builds packages.</summary>
    internal static ExecutionJob Build(BuildOrder order)
    {
        byte[] stdin = Json(json =>
        {
            json.WriteString("manifest"u8, order.Manifest);
            json.WriteString("lock"u8, order.Lock);
            json.WriteString("index"u8, order.Index.AbsoluteUri);
        });
        bool isPython = order.Language == RuntimeLanguage.Python;
        return Script(isPython ? Language.Python : Language.JavaScript, isPython ? Python.Replace("{0}", "build", StringComparison.Ordinal) : JavaScript, stdin, order.Limits.Timeout) with
        {
            Grant = order.Grant,
        };
    }

    /// <summary>Tries out the imports of a Python revision.</summary>
    internal static ExecutionJob Trial(string imports, IEnumerable<string> candidates, TimeSpan timeout)
    {
        byte[] stdin = Json(json =>
        {
            json.WriteString("imports"u8, imports);
            json.WriteStartArray("candidates"u8);
            foreach (string name in candidates)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        });
        return Script(Language.Python, Python.Replace("{0}", "trial", StringComparison.Ordinal), stdin, timeout);
    }

    // The cell's memory limit takes the place of the one in here.
    private static ExecutionJob Script(Language language, string code, byte[] stdin, TimeSpan timeout) => new()
    {
        Id = "build",
        Language = language,
        Code = code,
        Input = default,
        Script = new ScriptInput([], stdin),
        Limits = new ExecutionLimits(timeout, 0),
    };

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
