using System.Diagnostics;

namespace Paddock.TestKit.Hosting;

/// <summary>The command line of a server under test.</summary>
internal static class ServerCommand
{
    /// <summary>Variables that a test run or a build sets for itself and that must not reach a server started from it.</summary>
    private static readonly string[] _foreign = ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "PADDOCK_API_KEYS"];

    public static ProcessStartInfo Create(ServerSettings settings, int port, string data)
    {
        var root = RepositoryRoot.Find();
        var command = Serve(settings);

        // A shell without job control starts background jobs with SIGINT ignored, and that is inherited: env puts it back.
        var start = new ProcessStartInfo("/usr/bin/env")
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] group = settings.OwnGroup ? ["setsid"] : [];
        string[] arguments = ["--default-signal=INT", .. group, .. command, "--urls", $"http://{settings.Address}:{port}", "--data", data];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        if (settings.ApiKeys is not null)
        {
            start.Environment["PADDOCK_API_KEYS"] = settings.ApiKeys;
        }

        foreach (var (name, value) in settings.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>What a verb follows in place of <c>serve</c>.</summary>
    public static IEnumerable<string> Program(ServerSettings settings) =>
        Serve(settings).TakeWhile(static word => word != "serve" && !word.StartsWith("--", StringComparison.Ordinal));

    private static IReadOnlyList<string> Serve(ServerSettings settings) => settings.Command
        ?? (Environment.GetEnvironmentVariable("PADDOCK_TEST_COMMAND") is { Length: > 0 } given
            ? given.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(RepositoryRoot.Find(), "paddock"), "serve"]);

    private static bool IsForeign(string name) =>
        _foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
