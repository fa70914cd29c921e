using System.Runtime.InteropServices;
using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Builds;

/// <summary>The interpreters that packages are built for.</summary>
internal static class Interpreter
{
    /// <summary>Written by eng/build-rootfs.sh, such as <c>cpython-3.11.2</c>.</summary>
    private const string VersionFile = "root/etc/interpreter";

    /// <summary>Its name, version and the machine's architecture, such as <c>cpython-3.11.2-x86_64</c>.</summary>
    /// <param name="runtimes">See <see cref="SandboxOptions.RuntimesDirectory"/>.</param>
    /// <param name="language">Which.</param>
    internal static string Describe(string runtimes, RuntimeLanguage language)
    {
        string version = File.ReadAllText(Path.Combine(runtimes, FolderOf(language), VersionFile)).Trim();
        return $"{version}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}";
    }

    /// <summary>The folder of its cells.</summary>
    internal static string FolderOf(RuntimeLanguage language) => language == RuntimeLanguage.Python ? "python" : "javascript";

    /// <summary>The folder of the cells that build for it. JavaScript's own has all that a build needs.</summary>
    internal static string BuilderOf(RuntimeLanguage language) => language == RuntimeLanguage.Python ? "python-build" : "javascript";
}
