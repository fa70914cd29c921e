using System.Diagnostics;
using System.Text.RegularExpressions;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>The curl line that a server prints on its first start.</summary>
internal static partial class PrintedCurl
{
    public static async Task<string> FindAsync(ServerOutput output, CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(
            () => output.Lines.Any(line => Start().IsMatch(line)), TimeSpan.FromSeconds(5), () => $"no curl line was printed.\n{output}", cancellationToken);
        var lines = output.Lines.SkipWhile(line => !Start().IsMatch(line)).ToList();
        var last = lines.FindIndex(line => !line.EndsWith('\\'));
        return string.Join('\n', lines.Take(last + 1)).TrimStart();
    }

    public static async Task<string> KeyAsync(ServerOutput output, CancellationToken cancellationToken)
    {
        var key = Key().Match(await FindAsync(output, cancellationToken));
        key.Success.ShouldBeTrue($"the curl line holds no key.\n{output}");
        return key.Value;
    }

    /// <summary>Runs the line exactly as a person would who copies it into a shell.</summary>
    public static async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var standardError = shell.StandardError.ReadToEndAsync(cancellationToken);
        var standardOutput = await shell.StandardOutput.ReadToEndAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        shell.ExitCode.ShouldBe(0, $"{command}\n{await standardError}");
        return standardOutput;
    }

    [GeneratedRegex(@"^\s*curl\s")]
    private static partial Regex Start();

    [GeneratedRegex("riza_[0-9A-Z]{26}_[0-9A-Z]{26}")]
    private static partial Regex Key();
}
