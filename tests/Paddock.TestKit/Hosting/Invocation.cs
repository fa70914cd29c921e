using System.Diagnostics;

namespace Paddock.TestKit.Hosting;

/// <summary>A command that was run to its end.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(50);

    /// <summary>Runs a command in the checkout, with nothing on its standard input.</summary>
    public static async Task<Invocation> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = RepositoryRoot.Find(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(_bound);
        try
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return new Invocation(process.ExitCode, output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
