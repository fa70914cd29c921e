using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Paddock.Bench.Rows;

/// <summary>Builds revisions of Python.</summary>
internal static class Revision
{
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>The id of the revision, once it can be used.</summary>
    /// <param name="server">Who builds it.</param>
    /// <param name="requirements">The contents of its <c>requirements.txt</c>.</param>
    /// <param name="imports">Statements that its template executes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BenchException">It was not built.</exception>
    public static string Build(BenchServer server, string requirements, string imports, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["name"] = "bench",
            ["language"] = "python",
            ["manifest_file"] = new Dictionary<string, string> { ["name"] = "requirements.txt", ["contents"] = requirements },
            ["additional_python_imports"] = imports,
        });
        using var made = Call(server, "POST", "/v1/runtimes", body);
        var (runtime, revision) = (made.RootElement.GetProperty("id").GetString(), made.RootElement.GetProperty("revision_id").GetString()!);
        var clock = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        while (clock.Elapsed < BuildPatience)
        {
            using var now = Call(server, "GET", $"/v1/runtimes/{runtime}/revisions/{revision}", "");
            switch (now.RootElement.GetProperty("status").GetString())
            {
                case "succeeded":
                    return revision;
                case "failed" or "cancelled":
                    throw new BenchException($"the revision with {requirements} was not built: {now.RootElement.GetProperty("build_log").GetString()}");
                default:
                    never.Wait(Poll, cancellationToken);
                    break;
            }
        }

        throw new BenchException($"the revision with {requirements} was not built within {BuildPatience.TotalMinutes} minutes");
    }

    private static JsonDocument Call(BenchServer server, string method, string path, string body)
    {
        var status = server.Call(method, path, body, BuildPatience, out var answer);
        return status == 200 ? JsonDocument.Parse(answer) : throw new BenchException($"{method} {path} was answered {status}: {Encoding.UTF8.GetString(answer)}");
    }
}
