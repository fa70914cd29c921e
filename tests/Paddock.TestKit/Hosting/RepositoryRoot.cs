using System.Runtime.CompilerServices;

namespace Paddock.TestKit.Hosting;

/// <summary>The checkout: found above this assembly, or above its source when it was built to somewhere else.</summary>
internal static class RepositoryRoot
{
    public static string Find() =>
        Above(AppContext.BaseDirectory) ?? Above(SourceDirectory())
        ?? throw new InvalidOperationException($"No Paddock.slnx above {AppContext.BaseDirectory} or {SourceDirectory()}: run the tests in a checkout.");

    private static string? Above(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Paddock.slnx")))
            {
                return directory.FullName;
            }
        }

        return null;
    }

    private static string SourceDirectory([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
