using System.Runtime.CompilerServices;

namespace Paddock.Architecture.Tests;

/// <summary>Finds the files of this repository.</summary>
internal static class Sources
{
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("PADDOCK_HOME") ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static IEnumerable<string> ProjectFiles(string folder) => Find(folder, "*.csproj");

    public static IEnumerable<string> Files(string folder) => Find(folder, "*.cs");

    private static IEnumerable<string> Find(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
