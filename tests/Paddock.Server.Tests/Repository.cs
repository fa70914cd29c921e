namespace Paddock.Server.Tests;

/// <summary>Where the sources are that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Paddock.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder.ShouldNotBeNull("these tests run from within the repository");
    }
}
