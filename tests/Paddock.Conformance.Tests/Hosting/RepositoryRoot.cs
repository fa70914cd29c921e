namespace Paddock.Conformance.Tests.Hosting;

/// <summary>The checkout this test assembly was built from, or is run in.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            {
                if (File.Exists(Path.Combine(directory.FullName, "Paddock.slnx")))
                {
                    return directory.FullName;
                }
            }
        }

        throw new InvalidOperationException(
            $"No Paddock.slnx above {AppContext.BaseDirectory} or {Environment.CurrentDirectory}: run the tests in the checkout, or set PADDOCK_TEST_COMMAND.");
    }
}
