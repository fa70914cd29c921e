using System.Diagnostics;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Kernel;

/// <summary>The program of sweep.c: what it prints, and what it prints without a cage.</summary>
internal static class SweepProgram
{
    private static readonly Lazy<byte[]> _program = new(Compile);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> _outside = new(RunOutside);

    /// <summary>As text, for a file of a request.</summary>
    public static string Base64 => Convert.ToBase64String(_program.Value);

    /// <summary>The answers of this kernel to an unprivileged process that no filter watches.</summary>
    public static IReadOnlyDictionary<string, string> Outside => _outside.Value;

    /// <summary>"table number arguments" to its result.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.LastIndexOf(' ') is var end ? (Key: line[..end], Value: line[(end + 1)..]) : default)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    private static byte[] Compile()
    {
        var source = Path.Combine(RepositoryRoot.Find(), "tests", "Paddock.Escape.Tests", "Kernel", "sweep.c");
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Path, "sweep");
        Run("gcc", "-O1", "-static", "-nostdlib", "-fno-stack-protector", "-fno-builtin", "-Wall", "-Wextra", "-Werror", "-s", "-o", program, source);
        return File.ReadAllBytes(program);
    }

    private static IReadOnlyDictionary<string, string> RunOutside()
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Path, "sweep");
        File.WriteAllBytes(program, _program.Value);
        File.SetUnixFileMode(program, (UnixFileMode)0b101_101_101);
        string[] unprivileged = Environment.IsPrivilegedProcess ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        return Parse(Run("setpriv", [.. unprivileged, "--no-new-privs", "unshare", "--user", "--ipc", "--pid", "--fork", program]));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = "/tmp" })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
        return text;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public TemporaryFolder() => File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);

        public string Path { get; } = Directory.CreateTempSubdirectory("paddock-escape-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
