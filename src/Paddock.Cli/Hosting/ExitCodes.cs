namespace Paddock.Cli.Hosting;

/// <summary>How this tool ends. Where code ran, its own exit code is the tool's.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The function ended well, but what it returned is not JSON.</summary>
    public const int NoOutput = 1;

    /// <summary>The build that was waited for, or whose lock was asked for, has not succeeded.</summary>
    public const int NotBuilt = 1;

    /// <summary>The command line is wrong, or a file that it names cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>No answer of the API, or one that is no success; or a fault of the tool. As of container tools: code itself hardly ever ends like this.</summary>
    public const int Api = 125;

    /// <summary>Ctrl-C: 128 and SIGINT.</summary>
    public const int Interrupted = 130;
}
