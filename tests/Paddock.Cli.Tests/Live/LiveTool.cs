using System.Diagnostics;
using Paddock.Cli.Tests.Fakes;
using Paddock.TestKit.Hosting;

namespace Paddock.Cli.Tests.Live;

/// <summary>The tool against the real server: in this process, or as a process of its own.</summary>
internal static class LiveTool
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(40);

    public static Tool Of(ServerFixture fixture, string? stdin = "") => new() { Environment = Environment(fixture), Stdin = stdin };

    /// <summary>Runs <c>dotnet Paddock.Cli.dll</c>.</summary>
    public static async Task<ToolResult> RunProcessAsync(ServerFixture fixture, string stdin, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Paddock.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment(fixture))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("the tool did not start");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(_bound);
        try
        {
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.StandardInput.WriteAsync(stdin);
            process.StandardInput.Close();
            await process.WaitForExitAsync(bound.Token);
            return new ToolResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>Starts <c>dotnet Paddock.Cli.dll</c>, for tests that send it a signal.</summary>
    public static Process Start(ServerFixture fixture, params string[] arguments)
    {
        // a shell without job control starts background jobs with SIGINT ignored, and that is inherited: env puts it back
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Paddock.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment(fixture))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("the tool did not start");
    }

    private static Dictionary<string, string> Environment(ServerFixture fixture) => new()
    {
        ["PADDOCK_BASE_URL"] = fixture.Client.Address.AbsoluteUri,
        ["PADDOCK_API_KEY"] = ServerSettings.Key,
    };
}
