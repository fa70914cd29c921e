using System.Diagnostics;
using System.Globalization;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests;

/// <summary>The jail itself, under ASan and UBSan: native/tests/fuzz.c, a few at a time because each mostly waits.</summary>
public sealed class NativeTests
{
    private const int Processes = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jail_ToldAnythingByServerTemplateOrCell_GoesOnOrEndsProperly()
    {
        if (FuzzSettings.Input is not null)
        {
            return;
        }

        var root = RepositoryRoot.Find();
        var output = Path.Combine(root, "artifacts", "native");
        (await RunAsync("make", ["-s", "-C", Path.Combine(root, "native"), $"OUT={output}", "fuzz"])).ShouldBe((0, ""));
        var binaries = Path.Combine(output, "test", "sanitized");
        var seconds = Math.Max(1, (int)(FuzzSettings.Seconds * Shares.Native)).ToString(CultureInfo.InvariantCulture);
        var runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(process => RunAsync(
            Path.Combine(binaries, "fuzz"), [binaries, seconds, unchecked((uint)(FuzzSettings.Seed + (process * 1_000_003))).ToString(CultureInfo.InvariantCulture)])));
        foreach (var (status, said) in runs)
        {
            var summary = said.Split('\n').FirstOrDefault(static line => line.StartsWith("fuzz native", StringComparison.Ordinal), "");
            Console.WriteLine(summary);
            await File.AppendAllTextAsync(Path.Combine(FuzzSettings.Folder, "summary.txt"), summary + "\n", Cancellation);
            if (status != 0 || said.Contains("not ok", StringComparison.Ordinal) || said.Contains("AddressSanitizer", StringComparison.Ordinal) || said.Contains("runtime error:", StringComparison.Ordinal))
            {
                var path = Path.Combine(FuzzSettings.Folder, $"native-{FuzzSettings.Seed}.log");
                await File.WriteAllTextAsync(path, said, Cancellation);
                Assert.Fail($"exit status {status}; all of it is in {path}; the same again: {binaries}/fuzz {binaries} 0 SEED, with the seed that it names\n{said}");
            }
        }
    }

    private static async Task<(int Status, string Said)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASAN_OPTIONS"] = "detect_leaks=0";
        start.Environment["UBSAN_OPTIONS"] = "halt_on_error=1";
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, string.Concat(said));
    }
}
